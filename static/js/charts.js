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

    const chart = (type, data, scales, options, label) => ({
      type,
      data,
      options: {
        animation: still ? false : { duration: 300 },
        maintainAspectRatio: false,
        scales,
        plugins: {
          legend: {
            position: "bottom",
            display: data.datasets.length > 1,
            labels: { usePointStyle: type === "scatter" },
          },
          tooltip: { callbacks: { label } },
        },
        ...options,
      },
    });
    const ticks = { callback: (value) => number.format(value) };
    const axis = (text) => ({ title: { display: true, text }, ticks });

    // Each shape from its data to what the library draws.
    const shapes = {
      bars: (data) => chart(
        "bar",
        { labels: data.labels, datasets: data.series.map(bar) },
        { x: { stacked: data.stacked, beginAtZero: true, ticks }, y: { stacked: data.stacked, grid: { display: false } } },
        { indexAxis: "y" },
        (item) => `${item.dataset.label}: ${number.format(item.parsed.x)}`,
      ),
      columns: (data) => chart(
        "bar",
        { labels: data.labels, datasets: data.series.map(bar) },
        { x: { title: { display: true, text: data.across }, grid: { display: false } }, y: { ...axis(data.upwards), beginAtZero: true, ticks: { ...ticks, precision: 0 } } },
        {},
        (item) => `${item.dataset.label}: ${number.format(item.parsed.y)}`,
      ),
      scatter: (data) => chart(
        "scatter",
        { datasets: data.series.map((series, index) => ({
          label: series.name,
          data: series.values,
          backgroundColor: colours[index],
          pointStyle: ["triangle", "circle"][index],
          radius: 7,
          hoverRadius: 9,
        })) },
        { x: { ...axis(data.across), min: 0, max: 100 }, y: { ...axis(data.upwards), suggestedMin: -0.2, suggestedMax: 0.6 } },
        {},
        (item) => `${item.raw.label}: ${number.format(item.parsed.x)}; ${number.format(item.parsed.y)}`,
      ),
    };
    const bar = (series, index) => ({
      label: series.name,
      data: series.values,
      backgroundColor: colours[index % colours.length],
      borderRadius: 3,
      maxBarThickness: 34,
    });

    for (const canvas of canvases) {
      const data = JSON.parse(document.getElementById(canvas.dataset.chart).textContent);
      drawn.push(new Chart(canvas, shapes[data.shape || "bars"](data)));
    }
  }

  draw();
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
})();
