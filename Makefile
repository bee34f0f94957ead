# SPDX-License-Identifier: EUPL-1.2
# The one Makefile. `make run` and `make check` need nothing but make, git, ca-certificates and
# sudo; everything else expects what they install (docker/packages).
#   make            build/samspil, the unit tests and the browser files
#   make run        install what is missing, build, start everything on a private database
#   make check      install what is missing, build, run every test
#   make lint unit sql http golden browser    one part of the tests
#   make asan tsan fuzz cover bench format image install clean
# B=DIR builds elsewhere; MODULES='base value' builds only these folders of server/.

B       ?= build
PREFIX  ?= /usr
CC      := $(if $(filter default,$(origin CC)),gcc,$(CC))
AR      ?= ar
VARIANT ?= release
LIBS    := libmicrohttpd libpq json-c libcurl libsodium zlib minizip xlsxwriter
MODULES ?= $(notdir $(patsubst %/,%,$(wildcard server/*/)))

WARNINGS := -Wall -Wextra -Wno-missing-field-initializers -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes \
  -Wmissing-prototypes -Wformat=2 -Wvla -Wcast-qual -Wswitch-enum -Wundef -Wnull-dereference \
  -Wdouble-promotion $(if $(findstring clang,$(CC)),,-Wlogical-op) $(if $(filter true,$(CI)),-Werror)
MACHINE   := $(shell uname -m)
HARDENING := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection \
  -ftrivial-auto-var-init=zero $(if $(filter x86_64,$(MACHINE)),-fcf-protection) \
  $(if $(filter aarch64,$(MACHINE)),-mbranch-protection=standard)
SANITIZE_asan  := -fsanitize=address,undefined -fno-sanitize-recover=undefined
SANITIZE_tsan  := -fsanitize=thread
SANITIZE_cover := --coverage
SANITIZE_fuzz  := -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
OPTIMISE_release := -O2 -g $(HARDENING)
OPTIMISE_asan    := -O1 -g -fno-omit-frame-pointer
OPTIMISE_tsan    := -O1 -g -fno-omit-frame-pointer
OPTIMISE_cover   := -O0 -g
OPTIMISE_fuzz    := -O1 -g -fno-omit-frame-pointer

# pkg-config is asked when something is compiled, not before: `make run` may have to install it.
LIB_CFLAGS = $(eval LIB_CFLAGS := $$(shell pkg-config --cflags $(LIBS)))$(LIB_CFLAGS)
LIB_LIBS   = $(eval LIB_LIBS := $$(shell pkg-config --libs $(LIBS)))$(LIB_LIBS)
CPPFLAGS  += -D_GNU_SOURCE -Iserver -I$(B)/gen
CFLAGS    += -std=c17 -ffp-contract=off -fPIE -pthread $(OPTIMISE_$(VARIANT)) $(WARNINGS) $(SANITIZE_$(VARIANT))
LDFLAGS   += -pie -pthread -Wl,-z,relro,-z,now,-z,noexecstack $(SANITIZE_$(VARIANT))
# V=1 shows whole commands.
Q   := $(if $(V),,@)
say  = $(if $(V),,@printf '  %-4s %s\n' $(1) $@)
COMPILE    = $(CC) $(CPPFLAGS) $(CFLAGS) $(LIB_CFLAGS) -MMD -MP

MAIN   := $(wildcard server/main.c)
SOURCE := $(sort $(foreach m,$(MODULES),$(wildcard server/$(m)/*.c)))
SQL    := $(sort $(wildcard server/store/sql/*.sql))
SQLGEN := $(and $(SQL),$(wildcard server/store/sql.awk))
GEN    := $(B)/gen/version.h $(if $(SQLGEN),$(B)/gen/sql.h)
GENOBJ := $(if $(and $(SQLGEN),$(filter store,$(MODULES))),$(B)/obj/gen/sql.o)
OBJ    := $(SOURCE:server/%.c=$(B)/obj/%.o) $(GENOBJ)
LIB    := $(B)/libsamspil.a
UNIT   := $(patsubst tests/unit/%.c,$(B)/test/unit/%,$(sort $(wildcard tests/unit/test_*.c)))
FUZZ   := $(patsubst tests/fuzz/%.c,$(B)/test/fuzz/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
BENCH  := $(patsubst tests/bench/%.c,$(B)/test/bench/%,$(sort $(wildcard tests/bench/*.c)))
BINARY := $(if $(MAIN),$(B)/samspil)

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all binary objects units run check packages vendor lint unit sql http golden browser asan tsan \
  fuzz fuzzers cover bench format image install clean FORCE

all: binary units vendor
binary: objects $(BINARY)
	$(if $(BINARY),,@echo 'server/main.c does not exist yet: objects and unit tests only.')
objects: $(OBJ)
units: $(UNIT)
fuzzers: $(FUZZ)

$(B)/samspil: $(B)/obj/main.o $(LIB)
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS) -lm
$(LIB): $(OBJ)
	@rm -f $@
	$(call say,AR)
	$(Q)$(AR) rcs $@ $^
$(B)/obj/%.o: server/%.c $(B)/flags | $(GEN)
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(COMPILE) -c -o $@ $<
$(B)/obj/gen/%.o: $(B)/gen/%.c $(B)/flags | $(GEN)
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(COMPILE) -c -o $@ $<
$(B)/test/unit/%: tests/unit/%.c $(LIB) $(B)/flags
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(COMPILE) $(LDFLAGS) -Itests/unit -o $@ $< $(LIB) $(LIB_LIBS) -lm
$(B)/test/bench/%: tests/bench/%.c $(LIB) $(B)/flags
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(COMPILE) $(LDFLAGS) -o $@ $< $(LIB) $(LIB_LIBS) -lm
$(B)/test/fuzz/%: tests/fuzz/%.c $(LIB) $(B)/flags
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(COMPILE) $(LDFLAGS) -fsanitize=fuzzer -o $@ $< $(LIB) $(LIB_LIBS) -lm

# Every SQL statement as a constant with the file and line it stands in.
$(B)/gen/sql.h $(B)/gen/sql.c: $(B)/gen/sql.%: server/store/sql.awk $(SQL) server/store/sql
	@mkdir -p $(@D)
	$(call say,GEN)
	$(Q)awk -f server/store/sql.awk -v out=$* $(SQL) >$@
# These two are looked at on every run but rewritten only when they change.
$(B)/gen/version.h: FORCE
	@mkdir -p $(@D)
	@version='$(VERSION)'; \
	test "$$version" || version=$$(git -c safe.directory="*" describe --always --dirty 2>/dev/null || echo unknown); \
	line="#define SAMSPIL_VERSION \"$$version\""; \
	test -f $@ && test "$$(cat $@)" = "$$line" || echo "$$line" >$@
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@test -f $@ && test "$$(cat $@)" = '$(CC) $(CFLAGS) $(CPPFLAGS)' || echo '$(CC) $(CFLAGS) $(CPPFLAGS)' >$@

# Browser libraries: installed from the lock file and copied, when that or the script has changed.
vendor: $(if $(and $(wildcard static/package-lock.json),$(wildcard static/vendor.sh)),vendor-copy,vendor-none)
vendor-copy:
	@sh static/vendor.sh
vendor-none:
	@echo 'static/package-lock.json or vendor.sh does not exist yet: no browser libraries.'
tests/browser/node_modules/.stamp: tests/browser/package-lock.json
	cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

packages:
	@sh docker/dev/packages run database build test browser
run:
	@BUILD='$(B)' exec bash docker/dev/run.sh
check:
	@sh docker/dev/packages run database build test browser
	@$(MAKE) --no-print-directory -j$$(nproc) all browser-tools torture
	-@$(MAKE) --no-print-directory -j$$(nproc) fuzzers-short
	@tests/run all
# A server whose n-th statement can be made to fail (tests/http/test_torture.py): two files differ from the real one's.
torture: $(B)/torture/samspil
$(B)/torture/samspil: $(B)/obj/main.o $(B)/torture/exec.o $(B)/torture/torture.o $(LIB)
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS) -lm
$(B)/torture/%.o: server/store/%.c $(B)/flags | $(GEN)
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(COMPILE) -DSAMSPIL_TORTURE -c -o $@ $<
.PHONY: torture fuzzers-short browser-tools vendor-copy vendor-none
browser-tools: $(if $(wildcard tests/browser/package-lock.json),tests/browser/node_modules/.stamp)
fuzzers-short: $(if $(wildcard tests/fuzz/fuzz_*.c),fuzz-build)
fuzz-build:
	@$(MAKE) --no-print-directory B=$(B)/fuzz VARIANT=fuzz CC=clang MODULES='base value http' fuzzers
.PHONY: fuzz-build

lint:
	@tests/run lint
unit: all
	@tests/run unit
sql http golden: all torture
	@tests/run $@
browser: all browser-tools
	@tests/run browser
asan tsan: torture
	@$(MAKE) --no-print-directory B=$(B)/$@ VARIANT=$@ all
	@BUILD=$(B)/$@ tests/run unit sql http
cover: torture
	@$(MAKE) --no-print-directory B=$(B)/cover VARIANT=cover all
	@mkdir -p $(B)/cover/report; find $(B)/cover -name '*.gcda' -delete
	@BUILD=$(B)/cover tests/run unit sql http golden; status=$$?; \
	gcovr -r . --object-directory $(B)/cover -f server/ --exclude-throw-branches --sort-uncovered \
	  --html-details $(B)/cover/report/index.html --print-summary; exit $$status
fuzz: fuzzers-short
	@FUZZ_SECONDS=$${FUZZ_SECONDS:-60} tests/run fuzz
bench: all $(BENCH)
	@sh docker/dev/packages run database build test bench
	@tests/bench/run
format:
	clang-format-14 -i $$(git ls-files 'server/*.[ch]' 'tests/*.[ch]')
image:
	@sh docker/image.sh

install: binary vendor
	install -d $(DESTDIR)$(PREFIX)/lib/samspil/bin $(DESTDIR)$(PREFIX)/lib/samspil/migrations \
	  $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/systemd/system
	install -m 755 $(B)/samspil $(DESTDIR)$(PREFIX)/lib/samspil/bin/samspil
	ln -sf ../lib/samspil/bin/samspil $(DESTDIR)$(PREFIX)/bin/samspil
	install -m 644 migrations/*.sql $(DESTDIR)$(PREFIX)/lib/samspil/migrations/
	sh docker/install-static.sh static $(DESTDIR)$(PREFIX)/lib/samspil/static
	install -m 644 docker/systemd/*.service docker/systemd/*.target $(DESTDIR)$(PREFIX)/lib/systemd/system/
clean:
	rm -rf $(B) static/vendor

-include $(shell find $(B)/obj $(B)/test $(B)/torture -name '*.d' 2>/dev/null)
