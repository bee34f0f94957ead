// SPDX-License-Identifier: EUPL-1.2
#include "http/fetch.h"

#include <curl/curl.h>
#include <pthread.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool ready;

static void start(void) {
  ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

static bool begins(const char *text, const char *with) {
  return strncmp(text, with, strlen(with)) == 0;
}

bool fetch_allowed(const char *url) {
  static const char *const here[] = {"http://127.0.0.1", "http://localhost", "http://[::1]"};
  if (begins(url, "https://"))
    return true;
  for (size_t i = 0; i < sizeof here / sizeof here[0]; i++)
    if (begins(url, here[i]) && strchr(":/", url[strlen(here[i])]))
      return true;
  return false;
}

static size_t take(char *bytes, size_t one, size_t n, void *to) {
  struct buf *out = to;
  buf_add(out, bytes, one * n);
  return buf_ok(out) ? one * n : 0; // curl gives up
}

static void set_options(CURL *c, const struct fetch *what, struct curl_slist *headers,
                        struct buf *out) {
  curl_easy_setopt(c, CURLOPT_URL, what->url);
  curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, begins(what->url, "https:") ? "https" : "http");
  curl_easy_setopt(c, CURLOPT_NOPROXY, "127.0.0.1,localhost,::1");
  curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)FETCH_CONNECT_MS);
  curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)FETCH_MS);
  curl_easy_setopt(c, CURLOPT_MAXFILESIZE, (long)FETCH_MAX);
  curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(c, CURLOPT_USERAGENT, "Samspil");
  curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(c, CURLOPT_WRITEDATA, out);
  if (*what->user) {
    curl_easy_setopt(c, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
    curl_easy_setopt(c, CURLOPT_USERNAME, what->user);
    curl_easy_setopt(c, CURLOPT_PASSWORD, what->password);
  }
  if (what->body)
    curl_easy_setopt(c, CURLOPT_POSTFIELDS, what->body);
}

int fetch(struct arena *a, const struct fetch *what, const char **answer, size_t *length) {
  struct buf out;
  pthread_once(&once, start);
  CURL *c = ready && fetch_allowed(what->url) ? curl_easy_init() : NULL;
  if (!c)
    return 0;
  struct curl_slist *headers = curl_slist_append(NULL, "Accept: application/json");
  if (what->body)
    headers = curl_slist_append(headers, "Content-Type: application/json");
  buf_init(&out, FETCH_MAX);
  set_options(c, what, headers, &out);
  long status = 0;
  CURLcode code = curl_easy_perform(c);
  if (code == CURLE_OK)
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
  else
    log_line(LOG_WARN, "fetch", "no answer: %s", curl_easy_strerror(code));
  *length = out.len;
  *answer = arena_strndup(a, out.data ? out.data : "", out.len);
  buf_free(&out);
  curl_slist_free_all(headers);
  curl_easy_cleanup(c);
  return (int)status;
}
