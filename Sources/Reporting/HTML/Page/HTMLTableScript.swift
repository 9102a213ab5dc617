/// Sorting and filtering of tables, in the browser.
enum HTMLTableScript {
  static let javaScript = #"""
    // A bound may lie beyond every double: its sign and decimal logarithm order it then.
    function order(text) {
      const x = Number(text);
      if (Number.isFinite(x) && (x !== 0 || !/[1-9].*e/i.test(text))) return [x, 0];
      const [mantissa, exponent] = text.split(/e/i).map(Number);
      return x === 0 ? [0, exponent] : [x, exponent + Math.log10(Math.abs(mantissa))];
    }
    const compared = (a, b) => a < b ? -1 : a > b ? 1 : 0;
    const collator = new Intl.Collator(undefined, {numeric: true});

    // Numbers by data-value, words by their text; what is missing comes last both ways. Equal rows keep their order.
    function sort(table, column, sign) {
      const body = table.tBodies[0];
      const rows = [...body.rows].map(row => {
        const cell = row.cells[column], value = cell.dataset.value;
        return {row, isMissing: value === '', key: value ? order(value) : cell.textContent};
      });
      rows.sort((a, b) => a.isMissing || b.isMissing ? a.isMissing - b.isMissing
        : sign * (typeof a.key === 'string' ? collator.compare(a.key, b.key)
          : compared(a.key[0], b.key[0]) || compared(a.key[1], b.key[1])));
      body.append(...rows.map(entry => entry.row));
    }

    document.addEventListener('click', event => {
      const header = event.target.closest('table.sortable thead th[aria-sort]');
      if (!header || !event.target.closest('button')) return;
      const table = header.closest('table');
      const isAscending = header.getAttribute('aria-sort') !== 'ascending';
      for (const other of table.querySelectorAll('th[aria-sort]')) other.setAttribute('aria-sort', 'none');
      header.setAttribute('aria-sort', isAscending ? 'ascending' : 'descending');
      sort(table, header.cellIndex, isAscending ? 1 : -1);
    });

    for (const box of document.querySelectorAll('.filter')) {
      const table = box.nextElementSibling.querySelector('table');
      const rows = [...table.tBodies[0].rows];
      const words = rows.map(row =>
        [...row.cells].filter(cell => !('value' in cell.dataset)).map(cell => cell.textContent).join(' ').toLowerCase());
      const count = box.querySelector('output');
      box.hidden = false;
      box.querySelector('input').addEventListener('input', event => {
        const parts = event.target.value.toLowerCase().split(/\s+/);
        let shown = 0;
        rows.forEach((row, i) => {
          row.hidden = !parts.every(part => words[i].includes(part));
          if (!row.hidden) shown += 1;
        });
        count.textContent = shown === rows.length ? '' : `${shown} of ${rows.length}`;
      });
    }

    // Every cell tells its number in full.
    document.addEventListener('pointerover', event => {
      const cell = event.target.closest?.('td[data-value]');
      if (cell?.dataset.value && !cell.title) cell.title = cell.dataset.value;
    });

    // On paper nothing can be unfolded.
    addEventListener('beforeprint', () => document.querySelectorAll('details').forEach(fold => fold.open = true));
    """#
}
