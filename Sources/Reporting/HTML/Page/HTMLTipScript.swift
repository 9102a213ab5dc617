/// What a mark of a picture says, shown at once under the pointer and from the keyboard.
enum HTMLTipScript {
  static let javaScript = #"""
    {
      const tip = document.body.appendChild(document.createElement('div'));
      tip.className = 'tip';
      tip.hidden = true;
      let current = null, title = null;

      // The browser's own tip comes late: the title is taken out while ours is shown.
      function hide() {
        if (current && title) current.append(title);
        tip.hidden = true;
        current = title = null;
      }
      function show(mark, x, y) {
        if (mark !== current) {
          hide();
          [current, title] = [mark, mark.querySelector(':scope > title')];
          tip.textContent = title.textContent;
          title.remove();
        }
        tip.hidden = false;
        const width = tip.offsetWidth, height = tip.offsetHeight;
        tip.style.left = `${Math.max(4, Math.min(x + 12, innerWidth - width - 4))}px`;
        tip.style.top = `${y - height - 12 > 4 ? y - height - 12 : y + 16}px`;
      }
      const marks = svg => [...svg.querySelectorAll('title')].map(t => t.parentNode).filter(m => m !== svg);

      document.addEventListener('pointermove', event => {
        const target = event.target;
        const mark = current?.contains(target) ? current : target.closest?.('figure svg :has(> title)');
        if (mark) show(mark, event.clientX, event.clientY); else hide();
      });
      document.addEventListener('pointerdown', event => { if (!event.target.closest?.('figure svg')) hide(); });
      addEventListener('scroll', hide, {passive: true});

      // A picture is one stop of the tabulator; arrows go from mark to mark, Escape leaves.
      for (const svg of document.querySelectorAll('figure svg')) {
        const all = marks(svg);
        if (!all.length) continue;
        svg.tabIndex = 0;
        let index = -1;
        svg.addEventListener('keydown', event => {
          const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
          if (event.key === 'Escape') hide();
          if (!step) return;
          event.preventDefault();
          index = (index + step + all.length) % all.length;
          const box = all[index].getBoundingClientRect();
          show(all[index], box.x + box.width / 2, box.y + box.height / 2);
        });
        svg.addEventListener('blur', hide);
      }
    }
    """#
}
