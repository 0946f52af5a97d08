// Draws the charts of a result page from the JSON beside them, in the page's own colours, light or dark.
(() => {
  "use strict";

  const canvases = [...document.querySelectorAll("canvas[data-chart]")];
  if (!canvases.length || !window.Chart) return;
  const drawn = [];

  function draw() {
    drawn.splice(0).forEach((chart) => chart.destroy());
    const style = getComputedStyle(document.documentElement);
    const token = (name) => style.getPropertyValue(name).trim();
    Chart.defaults.color = token("--ink");
    Chart.defaults.borderColor = token("--line");
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    Chart.defaults.font.size = 14;
    const colours = ["--chart-1", "--chart-2", "--chart-3", "--chart-4", "--chart-5", "--chart-6"].map(token);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });

    for (const canvas of canvases) {
      const data = JSON.parse(document.getElementById(canvas.dataset.chart).textContent);
      drawn.push(new Chart(canvas, {
        type: "bar",
        data: {
          labels: data.labels,
          datasets: data.series.map((series, index) => ({
            label: series.name,
            data: series.values,
            backgroundColor: colours[index % colours.length],
            borderRadius: 3,
            maxBarThickness: 34,
          })),
        },
        options: {
          indexAxis: "y",
          animation: still ? false : { duration: 300 },
          maintainAspectRatio: false,
          scales: {
            x: { stacked: data.stacked, beginAtZero: true, ticks: { callback: (value) => number.format(value) } },
            y: { stacked: data.stacked, grid: { display: false } },
          },
          plugins: {
            legend: { position: "bottom" },
            tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${number.format(item.parsed.x)}` } },
          },
        },
      }));
    }
  }

  draw();
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
})();
