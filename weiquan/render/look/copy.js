// Copies texts, counts their characters, and keeps the ticks on this phone. Nothing is sent.
(function () {
  "use strict";
  var key = "weiquan:" + document.body.dataset.key;
  var said = document.getElementById("said");
  var timer = 0;

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  function say(text) {
    said.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(function () { said.textContent = ""; }, 2500);
  }

  // Boxes on other pages count in UTF-16 too: a small picture is two characters.
  function count(shown) {
    var length = document.getElementById(shown.dataset.for).value.length;
    var limit = Number(shown.dataset.limit || 0);
    shown.textContent = limit ? length + " / " + limit + " 字" : length + " 字";
    shown.classList.toggle("over", limit > 0 && length > limit);
    if (limit && length > limit) {
      shown.textContent += "，多 " + (length - limit) + " 字";
    }
  }

  function selected(area) {
    area.focus();
    area.select();
    area.setSelectionRange(0, area.value.length);
    try {
      return document.execCommand("copy");
    } catch (error) {
      return false;
    }
  }

  function copy(button) {
    var area = document.getElementById(button.dataset.for);
    function done() {
      each(".copy.done", function (other) { other.classList.remove("done"); });
      button.classList.add("done");
      say("复制好了，去贴上。");
    }
    function otherwise() {
      if (selected(area)) {
        done();
      } else {
        say("这里不能自动复制。文字已经选中，长按选“复制”。");
      }
    }
    if (navigator.clipboard && navigator.clipboard.writeText) {
      navigator.clipboard.writeText(area.value).then(done, otherwise);
    } else {
      otherwise();
    }
  }

  function remembered() {
    try {
      return JSON.parse(localStorage.getItem(key) || "{}") || {};
    } catch (error) {
      document.getElementById("forgets").hidden = false;
      return {};
    }
  }

  function remember(ticks) {
    try {
      localStorage.setItem(key, JSON.stringify(ticks));
    } catch (error) {
      document.getElementById("forgets").hidden = false;
    }
  }

  function total() {
    var shown = document.getElementById("ticked");
    if (shown) {
      shown.textContent = "已有 " + document.querySelectorAll("[data-tick]:checked").length +
        " / " + document.querySelectorAll("[data-tick]").length + " 样。";
    }
  }

  document.documentElement.classList.add("script");
  each(".count", function (shown) {
    count(shown);
    document.getElementById(shown.dataset.for).addEventListener("input", function () {
      count(shown);
    });
  });
  each(".copy", function (button) {
    button.addEventListener("click", function () { copy(button); });
  });
  each(".jump", function (button) {
    button.addEventListener("click", function () {
      document.getElementById(button.dataset.to).scrollIntoView();
    });
  });
  if (document.querySelector("[data-tick]")) {
    var ticks = remembered();
    each("[data-tick]", function (tick) {
      var id = tick.dataset.tick;
      if (typeof ticks[id] === "boolean") {
        tick.checked = ticks[id];
      }
      tick.addEventListener("change", function () {
        ticks[id] = tick.checked;
        remember(ticks);
        total();
      });
    });
    total();
  }
})();
