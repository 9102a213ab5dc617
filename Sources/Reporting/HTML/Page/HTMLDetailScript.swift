/// The view of one checkpoint, built in the browser from `DetailData` when its row is clicked.
enum HTMLDetailScript {
  static let javaScript = #"""
    {
      const store = document.getElementById('details');
      let data = null;
      const missing = '–';

      // As in the other formats: four significant digits, bounds rounded up; a string lies beyond the doubles.
      function digits(x) {
        if (x === null || x === undefined) return missing;
        if (x === 0) return '0';
        const text = x.toExponential(3), exponent = Number(text.split('e')[1]);
        return exponent < -3 || exponent > 3 ? text.replace(/e([+-])(\d)$/, 'e$10$2') : x.toFixed(3 - exponent);
      }
      function upward(x) {
        if (typeof x === 'string') return x.replace('e', 'e+').replace('+-', '-');
        const text = digits(x);
        return x > 0 && Number(text) < x ? digits(Number(text) + 10 ** (Math.floor(Math.log10(x)) - 3)) : text;
      }
      function logarithm(x) {
        if (typeof x !== 'string') return x > 0 ? digits(Math.log10(x)) : missing;
        const [mantissa, exponent] = x.split('e').map(Number);
        return digits(exponent + Math.log10(mantissa));
      }
      const units = {samples: x => `${x}`, rate: x => `${digits(100 * x)} %`, loss: digits, size: digits};
      const shown = (unit, x) => x === null ? missing : units[unit](x);
      const difference = (unit, a, b) => a === null || b === null || unit === 'samples' || unit === 'size' ? ''
        : unit === 'rate' ? `${digits(100 * (b - a))} pp` : digits(b - a);
      const count = n => n === null ? '∞' : n < 10000 ? `${Math.ceil(n)}` : digits(n);

      // Text enters the page as text only.
      function element(name, content, className) {
        const made = document.createElement(name);
        if (className) made.className = className;
        made.append(...(Array.isArray(content) ? content : [content ?? '']));
        return made;
      }
      // Columns whose number in `words` is set stand left.
      function table(title, headers, rows, words = [0]) {
        const cell = (text, i, name) => element(name, text, words.includes(i) ? 'w' : '');
        const made = element('table', [
          element('caption', title, 'hidden'),
          element('thead', element('tr', headers.map((text, i) => cell(text, i, 'th')))),
          element('tbody', rows.map(row => element('tr', row.map((text, i) => cell(text, i, i ? 'td' : 'th'))))),
        ]);
        const frame = element('div', made, 'scroll');
        frame.tabIndex = 0;
        return frame;
      }
      const named = (level, title, ...content) => [element(level, title), ...content];

      function facts(pairs) {
        return element('dl', pairs.filter(([, value]) => value !== null && value !== undefined && value !== '')
          .flatMap(([name, value]) => [element('dt', name), element('dd', `${value}`)]));
      }
      function layers(list) {
        if (!list.length) return [];
        const rows = list.map(([name, rows, columns, spectral, upper, ...others]) => [data.texts[name], `${rows} × ${columns}`,
          digits(spectral) + (digits(spectral) === digits(upper) ? '' : ` (≤ ${upward(upper)})`),
          ...others.map(x => x === null ? '' : digits(x))]);
        return named('h3', 'Layers', table('Layers', ['layer', 'size', '‖W‖₂', '‖W‖_F', '‖Wᵀ‖₂,₁', '∞→∞', '1→1',
          'stable rank', 'D'], rows));
      }
      function risks(train, test) {
        const rows = data.risks.map(([name, unit], i) => [name, train?.[i] ?? null, test?.[i] ?? null, unit])
          .filter(([, a, b]) => a !== null || b !== null)
          .map(([name, a, b, unit]) => [name, shown(unit, a), shown(unit, b), difference(unit, a, b)]);
        return rows.length ? [table('Risks', ['measured', 'train', 'test', 'test − train'], rows)] : [];
      }
      function percentiles([train, test]) {
        const rows = [['train', train], ['test', test]].filter(([, list]) => list)
          .map(([role, list]) => [role, ...list.map(digits)]);
        return rows.length ? [table('Percentiles of the margins', ['percentile of the margins',
          ...data.percents.map(String)], rows)] : [];
      }
      function bounds(list, test) {
        const rows = list.flatMap((bound, i) => {
          const [key, , isVerified, terms, coversPerturbedWeights] = data.bounds[i];
          const measured = coversPerturbedWeights ? 'robust error' : 'error';
          const error = test?.[data.risks.findIndex(([name]) => name === measured || name.startsWith(measured + ' '))] ?? null;
          if (bound === null) return [];
          if (!Array.isArray(bound)) return [[key, 'n/a', '', '', data.texts[bound]]];
          const [total, needed, values, notes = []] = bound;
          const note = index => notes.filter(([term]) => term === index).map(([, text]) => data.texts[text]).join('; ');
          const isNumber = typeof total === 'number';
          const remarks = [
            isVerified ? '' : 'unverified constants, comparison only', isNumber && total < 1 ? 'not vacuous' : 'vacuous',
            `n* = ${count(needed)}`,
            isNumber && error !== null ? `slack ${digits(total - error)} over the test ${measured}` : '',
          ];
          return values.map((value, index) => [key, terms[index], value, note(index)])
            .filter(([, , value]) => value !== null)
            .map(([key, term, value, note]) => [key, term, upward(value), logarithm(value), note])
            .concat([[key, element('strong', 'total'), upward(total), logarithm(total), remarks.filter(r => r).join('; ')]]);
        });
        return rows.length ? [table('Bounds', ['bound', 'term', 'value', 'log₁₀', 'note'], rows, [0, 1, 4])] : [];
      }
      function measures(list) {
        const rows = list.map((value, i) => [data.measures[i], value]).filter(([, value]) => value !== null)
          .map(([key, value]) => Array.isArray(value) ? [key, 'n/a', data.texts[value[0]]]
            : [key, typeof value === 'string' ? upward(value) : digits(value), '']);
        return rows.length ? [table('Measures', ['measure', 'value', 'note'], rows, [0, 2])] : [];
      }
      function setting([scale, train, test, margins, limits, numbers], title, first) {
        return named('h3', title ?? 'Measured', facts([['γ', scale === null ? null : digits(scale)]]),
          ...risks(train, test), ...percentiles(margins || first[3]), ...bounds(limits, test),
          ...measures(numbers || first[5]));
      }
      function logged(metrics) {
        if (!metrics) return [];
        const [file, epoch, step, trainError, testError, trainLoss, testLoss, columns] = metrics;
        const rate = x => x === null ? null : shown('rate', x), loss = x => x === null ? null : digits(x);
        return named('h3', 'Logged by the run', facts([['file', data.texts[file]], ['epoch', epoch], ['step', step],
          ['train error', rate(trainError)], ['test error', rate(testError)], ['train loss', loss(trainLoss)],
          ['test loss', loss(testLoss)], ['read as', data.texts[columns]]]));
      }
      function view(index) {
        const [label, path, epoch, step, digest, original, activation, biases, obstacle, metrics, parameters, list, settings] =
          data.checkpoints[index];
        const text = i => i === null ? null : data.texts[i];
        const title = element('h2', label);
        title.id = 'checkpoint';
        return [title, facts([['path', path], ['epoch', epoch], ['step', step], ['SHA-256', digest],
          ['byte copy of', original === null ? null : `${original}: see there`], ['activation', text(activation)],
          ['biases', text(biases)], ['obstacle', text(obstacle)]]),
          ...(parameters.length ? named('h3', 'Hyper-parameters', facts(parameters.map(pair => pair.map(text)))) : []),
          ...logged(metrics), ...settings.flatMap((one, i) => setting(one, data.radii[i], settings[0])), ...layers(list)];
      }

      const dialog = document.body.appendChild(document.createElement('dialog'));
      dialog.setAttribute('aria-labelledby', 'checkpoint');
      let opened = 0;
      function button(text, label, action) {
        const made = element('button', text);
        made.type = 'button';
        made.setAttribute('aria-label', label);
        made.addEventListener('click', action);
        return made;
      }
      const content = document.createElement('div');
      dialog.append(element('div', [button('←', 'Previous checkpoint', () => open(opened - 1)),
        button('→', 'Next checkpoint', () => open(opened + 1)), button('Close', 'Close', () => dialog.close())], 'bar'), content);
      dialog.querySelector('.bar :last-child').autofocus = true;
      function open(index) {
        data ??= JSON.parse(store.textContent);
        opened = (index + data.checkpoints.length) % data.checkpoints.length;
        content.replaceChildren(...view(opened));
        dialog.scrollTop = 0;
        if (!dialog.open) dialog.showModal();
      }
      dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });

      if (store) for (const table of document.querySelectorAll('table.checkpoints')) {
        [...table.tBodies[0].rows].forEach((row, index) => {
          const made = element('button', [...row.cells[0].childNodes]);
          made.type = 'button';
          row.cells[0].append(made);
          row.dataset.checkpoint = index;
        });
        table.tBodies[0].addEventListener('click', event => {
          const row = event.target.closest('tr');
          if (row && !getSelection().toString()) open(Number(row.dataset.checkpoint));
        });
      }
    }
    """#
}
