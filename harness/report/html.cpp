#include "harness/report/html.hpp"

#include "analysis/core/format.hpp"
#include "harness/report/page_assets.hpp"

namespace wvagate::report {

std::string html(std::string_view text) {
  std::string escaped;
  for (const char c : escape_for_terminal(text)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string html_page(std::string_view title, std::string_view body) {
  std::string text =
      "<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8>\n<title>" + html(title) +
      " – wvagate</title>\n<meta name=viewport content=\"width=device-width,initial-scale=1\">\n"
      "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "script-src '" +
      std::string(page_script_hash()) + "'\">\n<style>" + std::string(page_style()) +
      "</style></head><body>\n";
  text += body;
  return text + "<script>" + std::string(page_script()) + "</script>\n</body></html>\n";
}

HtmlTable& HtmlTable::row() {
  body_ += "<tr>";
  ++rows_;
  cell_ = 0;
  return *this;
}

void HtmlTable::open_cell(std::string_view attributes) {
  const bool right = columns_[cell_++].align == Align::right;
  body_ += right ? "<td class=r" : "<td";
  body_ += attributes;
  body_ += ">";
}

HtmlTable& HtmlTable::text(std::string_view value) {
  open_cell("");
  body_ += html(value);
  return *this;
}

HtmlTable& HtmlTable::number(std::optional<double> value, int digits) {
  return sorted(value ? format_fixed(value, digits) : "–", value);
}

HtmlTable& HtmlTable::whole(std::size_t value) {
  open_cell("");
  body_ += std::to_string(value);
  return *this;
}

HtmlTable& HtmlTable::sorted(std::string_view shown, std::optional<double> by) {
  open_cell(by ? " data-v=" + format_shortest(*by) : " data-v=\"\"");
  body_ += html(shown);
  return *this;
}

std::string HtmlTable::markup() const {
  std::string text = "<div class=scroll><table><thead><tr>";
  for (const Column& column : columns_) {
    text += column.align == Align::right ? "<th class=r" : "<th";
    text += " scope=col";
    if (!column.explanation.empty()) text += " title=\"" + html(column.explanation) + "\"";
    text += ">" + html(column.heading) + "</th>";
  }
  text += "</tr></thead><tbody>\n";
  // Rows and cells end where the next begins: HTML asks for no end tags there, and a report has many.
  std::string rows = body_;
  for (std::size_t at = rows.find("<tr>", 1); at != std::string::npos; at = rows.find("<tr>", at + 2))
    rows.insert(at, "\n");
  return text + rows + "\n</tbody></table></div>\n";
}

}  // namespace wvagate::report
