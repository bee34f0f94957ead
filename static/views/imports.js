// SPDX-License-Identifier: EUPL-1.2
// Import: upload a list, and the imports made before.
import { html, useState, useRef, cx } from '../lib/html.js';
import { useLoad, usePages, request, newKey, query as toQuery } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { navigate } from '../lib/router.js';
import { dateTime, fileSize, num } from '../lib/format.js';
import { PageHead, ProblemBox, Spinner, Status, Icon } from '../lib/ui.js';
import { Table, More } from '../lib/table.js';

function Upload() {
  const mappings = useLoad('/import-mappings');
  const [mapping, setMapping] = useState('');
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState('');
  const [problem, setProblem] = useState(null);
  const input = useRef(null);
  const send = async (file) => {
    if (!file) return;
    setProblem(null);
    setBusy(file.name);
    try {
      const { data } = await request('POST', `/imports${toQuery({ filename: file.name, mapping })}`, file, { key: newKey() });
      navigate(`/import/${data.id}`);
    } catch (p) {
      setProblem(p);
      setBusy('');
    }
  };
  const drop = (event) => { event.preventDefault(); setOver(false); send(event.dataTransfer.files[0]); };
  const saved = mappings.data ? mappings.data.items : [];
  return html`<section class="section">
    ${problem && html`<${ProblemBox} problem=${problem} />`}
    ${saved.length > 0 && html`<div class="form-group"><label class="form-label" for="mapping">${t('import.mapping')}</label>
      <span class="form-hint" id="mapping-hint">${t('import.mapping.hint')}</span>
      <select id="mapping" class="form-select" aria-describedby="mapping-hint" value=${mapping}
        onChange=${(e) => setMapping(e.target.value)}><option value="">${t('import.mapping.auto')}
        </option>${saved.map((m) => html`<option key=${m.name} value=${m.name}>${m.name}</option>`)}</select></div>`}
    <div class=${cx('drop', over && 'over')} onDragOver=${(e) => { e.preventDefault(); setOver(true); }}
      onDragLeave=${() => setOver(false)} onDrop=${drop}>
      ${busy ? html`<${Spinner} text=${t('import.uploading', { name: busy })} />` : html`
        <${Icon} name="upload" />
        <p class="strong">${t('import.drop')}</p><p class="muted">${t('import.formats')}</p>
        <input ref=${input} id="file" class="sr-only" type="file" accept=".csv,.txt,.tsv,text/csv" tabindex="-1"
          aria-label=${t('import.choose')} onChange=${(e) => send(e.target.files[0])} />
        <button type="button" class="button button-primary" onClick=${() => input.current.click()}>${t('import.choose')}</button>`}
    </div></section>`;
}

export default function Imports() {
  const list = usePages('/imports', { limit: 20 });
  return html`<${PageHead} title=${t('import.title')} lead=${t('import.lead')} />
    <${Upload} />
    <section class="section"><h2>${t('import.earlier')}</h2>
      ${list.error && html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`}
      ${!list.items && !list.error && html`<${Spinner} />`}
      ${list.items && !list.items.length && html`<p class="muted">${t('import.none')}</p>`}
      ${list.items && list.items.length > 0 && html`<${Table} caption=${t('import.earlier')} rows=${list.items} columns=${[
    { key: 'name', head: t('import.file'), main: true,
      cell: (i) => html`<a href=${`/import/${i.id}`}>${i.filename}</a>
      <span class="sub">${fileSize(i.size)}${i.mapping_name ? ` · ${i.mapping_name}` : ''}</span>` },
    { key: 'status', head: t('field.status'), cell: (i) => html`<${Status} code=${i.status}
      text=${t(`import.status.${i.status}`)} />` },
    { key: 'create', head: t('fate.create'), num: true, cell: (i) => num(i.counts?.create ?? null) },
    { key: 'update', head: t('fate.update'), num: true, cell: (i) => num(i.counts?.update ?? null) },
    { key: 'rejected', head: t('fate.rejected'), num: true, cell: (i) => num(i.counts?.rejected ?? null) },
    { key: 'at', head: t('import.when'), cell: (i) => html`${dateTime(i.created_at)}
      <span class="sub">${i.created_by_name || ''}</span>` },
  ]} /><${More} list=${list} />`}
    </section>`;
}
