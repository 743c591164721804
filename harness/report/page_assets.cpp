#include "harness/report/page_assets.hpp"

namespace wvagate::report {
namespace {

// The colours --c-… are those of the charts, which have them as defaults; here stand their counterparts for
// dark pages.
constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--bg:#fff;--card:#fff;--text:#222;--faint:#666;--line:#ddd;--soft:#f5f6f7;--good:#00694d;--bad:#a94a00}
@media screen and (prefers-color-scheme:dark){:root{--bg:#14171a;--card:#1c2024;--text:#e4e6e8;--faint:#a0a6ac;--line:#343a40;--soft:#23282d;--good:#4fd0a5;--bad:#ff9a52;
--c-ffffff:#1c2024;--c-000000:#e4e6e8;--c-222222:#e4e6e8;--c-666666:#a0a6ac;--c-999999:#6c737a;--c-e4e4e4:#30363c;--c-777777:#8b9298;
--c-333333:#d5d8db;--c-8a8a8a:#7c838a;--c-bbbbbb:#7c838a;--c-0072b2:#58b4f0;--c-56b4e9:#8ad0f7;--c-e69f00:#f2b632;--c-009e73:#2fc79a;--c-cc79a7:#e39ac2;--c-d55e00:#ff8a3d}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1240px;padding:1.2rem 1rem 4rem;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif}
h1{font-size:1.55rem;margin:.2rem 0;overflow-wrap:anywhere}h2{font-size:1.2rem;margin:2.4rem 0 .6rem;border-bottom:1px solid var(--line);padding-bottom:.25rem;overflow-wrap:anywhere}
h3{font-size:1rem;margin:1.4rem 0 .5rem}p{margin:.4rem 0}.faint{color:var(--faint);overflow-wrap:anywhere}
.headline{font-size:1.15rem;margin:.8rem 0;padding:.7rem .9rem;border-left:5px solid var(--faint);background:var(--soft);overflow-wrap:anywhere}
.headline.good{border-color:var(--good)}.headline.bad{border-color:var(--bad)}.headline b.good{color:var(--good)}.headline b.bad{color:var(--bad)}
nav{display:flex;flex-wrap:wrap;gap:.2rem 1rem;margin:.8rem 0}a{color:inherit;text-underline-offset:2px}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:.6rem;margin:.8rem 0}
.card{border:1px solid var(--line);background:var(--card);border-radius:6px;padding:.55rem .7rem}.card b{display:block;font-size:1.3rem;font-weight:600;line-height:1.3}.card span{color:var(--faint);font-size:.85rem;display:block}
.scroll{overflow-x:auto;margin:.4rem 0}table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums;min-width:50%}
th,td{padding:.28rem .6rem;text-align:left;border-bottom:1px solid var(--line);vertical-align:top;max-width:34rem;overflow-wrap:break-word}th{font-weight:600;background:var(--soft);white-space:nowrap}.r{text-align:right}td.r{white-space:nowrap}
th button{all:unset;cursor:pointer;font-weight:600}th button:focus-visible{outline:2px solid}th[aria-sort=ascending] button::after{content:" \25b2"}th[aria-sort=descending] button::after{content:" \25bc"}
figure{margin:1rem 0;border:1px solid var(--line);border-radius:6px;background:var(--card);overflow-x:auto}figure svg{display:block;width:100%;min-width:640px;height:auto;font-family:Helvetica,Arial,sans-serif}
figcaption{padding:.35rem .8rem;color:var(--faint);font-size:.85rem;border-top:1px solid var(--line);position:sticky;left:0}
summary{cursor:pointer;font-weight:600;margin:.6rem 0}code{font-size:.88em;overflow-wrap:anywhere}
@media(max-width:600px){body{font-size:14px;padding:.8rem .6rem 3rem}h1{font-size:1.25rem}.cards{grid-template-columns:1fr 1fr}}
@media print{body{max-width:none;padding:0;font-size:10pt}nav{display:none}figure,.card,tr{break-inside:avoid}h2,h3{break-after:avoid}.scroll,figure{overflow:visible}figure svg{min-width:0}table{font-size:7pt}th,td{padding:2pt 4pt}th{white-space:normal}details:not([open])>:not(summary){display:block}}
)css";

constexpr std::string_view kScript = R"js(
document.querySelectorAll("table").forEach(function(table){
  var heads=table.tHead.rows[0].cells,body=table.tBodies[0];
  Array.prototype.forEach.call(heads,function(head,column){
    var button=document.createElement("button");
    button.type="button";
    button.textContent=head.textContent;
    head.textContent="";
    head.appendChild(button);
    button.addEventListener("click",function(){
      var down=head.getAttribute("aria-sort")==="ascending"?-1:1;
      Array.prototype.forEach.call(heads,function(other){other.removeAttribute("aria-sort");});
      head.setAttribute("aria-sort",down>0?"ascending":"descending");
      var rows=Array.prototype.map.call(body.rows,function(row,index){
        var cell=row.cells[column],value=cell.hasAttribute("data-v")?cell.getAttribute("data-v"):cell.textContent;
        return {row:row,index:index,text:value,number:value===""?NaN:Number(value)};
      });
      rows.sort(function(a,b){
        if(a.text===""||b.text==="")return (a.text==="")-(b.text==="")||a.index-b.index;
        var order=isNaN(a.number)||isNaN(b.number)?(a.text<b.text?-1:a.text>b.text?1:0):a.number-b.number;
        return down*order||a.index-b.index;
      });
      rows.forEach(function(entry){body.appendChild(entry.row);});
    });
  });
});
window.addEventListener("beforeprint",function(){document.querySelectorAll("details").forEach(function(d){d.open=true;});});
)js";

constexpr std::string_view kScriptHash = "sha256-tuQMQQdOHODH2Iq/vxTMF4IzPxbjrEYabSQ/2ILvetQ=";

}  // namespace

std::string_view page_style() {
  return kStyle;
}

std::string_view page_script() {
  return kScript;
}

std::string_view page_script_hash() {
  return kScriptHash;
}

}  // namespace wvagate::report
