// What is wrong with one of our pictures, as the browser has drawn it: texts, none where all is well.
function figureFailures(svg) {
  const failures = [];
  const tolerance = 1;  // pixels: places are rounded to a tenth, boxes to whole pixels by some fonts
  const all = [...svg.querySelectorAll('*')];
  const ending = (suffix, root = svg) =>
    [...root.querySelectorAll('[class]')].filter(e => [...e.classList].some(name => name.endsWith(suffix)));
  const drawn = element => element instanceof SVGGraphicsElement && !element.closest('defs, pattern, linearGradient');
  const box = element => element.getBoundingClientRect();
  const isInside = (inner, outer) => inner.left >= outer.left - tolerance && inner.right <= outer.right + tolerance
    && inner.top >= outer.top - tolerance && inner.bottom <= outer.bottom + tolerance;
  const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const said = element => element.localName === 'text' ? `text “${element.firstChild?.data}”`
    : `${element.localName} “${element.querySelector('title')?.textContent ?? ''}”`;

  // Corners on the screen: a slanted text is a slanted rectangle.
  function corners(element) {
    const {x, y, width, height} = element.getBBox(), matrix = element.getScreenCTM();
    return [[x, y], [x + width, y], [x + width, y + height], [x, y + height]]
      .map(([px, py]) => new DOMPoint(px, py).matrixTransform(matrix));
  }
  // Two convex shapes are apart where a side of one of them separates them.
  function isApart(a, b) {
    return [a, b].some(shape => shape.some((p, i) => {
      const q = shape[(i + 1) % shape.length], normal = [q.y - p.y, p.x - q.x];
      const spans = [a, b].map(s => s.map(c => c.x * normal[0] + c.y * normal[1]));
      return Math.max(...spans[0]) <= Math.min(...spans[1]) || Math.max(...spans[1]) <= Math.min(...spans[0]);
    }));
  }

  if (!svg.querySelector(':scope > title')?.textContent) failures.push('has no title');
  const picture = box(svg);
  for (const element of all.filter(drawn)) {
    if (!isInside(box(element), picture)) failures.push(`${said(element)} is not inside the picture`);
  }
  const scale = 600 / Number(svg.getAttribute('viewBox').split(' ')[2]);
  for (const text of svg.querySelectorAll('text')) {
    const size = parseFloat(getComputedStyle(text).fontSize) * scale;
    if (size < 11) failures.push(`${said(text)} is ${size.toFixed(1)} pixels high at a width of 600`);
  }
  const ids = all.map(element => element.id).filter(id => id);
  for (const id of new Set(ids)) {
    if (svg.ownerDocument.querySelectorAll(`[id="${id}"]`).length > 1) failures.push(`id ${id} occurs twice`);
  }

  let count = 0;
  const panels = ending('-panel');
  if (!panels.length) failures.push('has no panel');
  for (const panel of panels) {
    if (ending('axis', panel).length < 2) failures.push('has a panel without two axes');
    const plot = box(ending('-plot', panel)[0]);
    const marks = ending('-marks', panel).flatMap(group => [...group.querySelectorAll('path, circle, rect')]);
    count += marks.length;
    for (const mark of marks) if (!isInside(box(mark), plot)) failures.push(`mark ${said(mark)} is not inside its panel`);
    for (const axis of ending('axis', panel)) {
      const labels = [...axis.querySelectorAll('text')].filter(label => ![...label.classList].some(n => n.endsWith('-name')));
      const shapes = labels.map(corners);
      for (let i = 1; i < labels.length; i++) {
        for (let j = 0; j < i; j++) {
          if (!isApart(shapes[i], shapes[j])) failures.push(`tick labels overlap: ${said(labels[j])} and ${said(labels[i])}`);
        }
      }
    }
    for (const legend of ending('-legend')) {
      if (overlap(box(legend), plot)) failures.push('the legend covers a panel');
    }
    const labels = ending('-rule-label', panel);
    for (const label of labels) {
      if (!isInside(box(label), plot)) failures.push(`${said(label)} is not inside its panel`);
    }
  }
  if (!count) failures.push('has no mark');
  return failures;
}
