// Posts the height of the document to the page that embeds it.
"use strict";
const post = () => {
  parent.postMessage({ type: "dateline:height", height: Math.ceil(document.documentElement.getBoundingClientRect().height) }, "*");
};
new ResizeObserver(post).observe(document.documentElement);
addEventListener("load", post);
