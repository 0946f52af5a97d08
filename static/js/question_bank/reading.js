// How far the reading or the making of a large file is, asked every second. Without script the page loads itself anew.
(() => {
  const box = document.querySelector("[data-reading]");
  if (!box) return;
  const percent = box.querySelector("[data-percent]");
  const bar = box.querySelector("progress");
  let tag = "";
  const ask = async () => {
    try {
      const headers = { Accept: "application/json" };
      if (tag) headers["If-None-Match"] = tag;
      const response = await fetch(location.href, { headers, cache: "no-store" });
      if (response.status === 200) {
        tag = response.headers.get("ETag") ?? "";
        const answer = await response.json();
        bar.value = answer.percent;
        percent.textContent = `${answer.percent} %`;
        if (answer.is_over) return answer.onward ? location.replace(answer.onward) : location.reload();
      } else if (response.status !== 304) {
        return location.reload();
      }
    } catch {
      // The network is away; the next time it may be back.
    }
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 500);
})();
