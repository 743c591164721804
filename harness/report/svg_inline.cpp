#include "harness/report/svg_inline.hpp"

#include <array>
#include <charconv>
#include <optional>

#include "harness/report/html.hpp"

namespace wvagate::report {
namespace {

/// The text from `at` to before the next `end`, which is consumed too.
std::string_view take_until(std::string_view text, std::size_t& at, std::string_view end) {
  const std::size_t found = text.find(end, at);
  const std::size_t stop = found == std::string_view::npos ? text.size() : found;
  const std::string_view taken = text.substr(at, stop - at);
  at = std::min(text.size(), stop + end.size());
  return taken;
}

/// "rrggbb" of what stands between the parentheses of gnuplot's "rgb(  0, 114, 178)".
std::optional<std::string> hex_of(std::string_view channels) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string hex;
  while (!channels.empty()) {
    channels.remove_prefix(std::min(channels.find_first_not_of(", "), channels.size()));
    unsigned value = 0;
    const auto [end, error] = std::from_chars(channels.data(), channels.data() + channels.size(), value);
    if (error != std::errc{} || value > 255) return std::nullopt;
    hex += kHex[value >> 4];
    hex += kHex[value & 15];
    channels.remove_prefix(static_cast<std::size_t>(end - channels.data()));
  }
  return hex.size() == 6 ? std::optional(hex) : std::nullopt;
}

std::string variable(const std::string& hex) {
  return "var(--c-" + hex + ",#" + hex + ")";
}

/// The inside of a tag: attributes with their ids and colours rewritten.
void append_tag(std::string& out, std::string_view tag, const std::string& prefix) {
  constexpr std::array<std::string_view, 4> kNames = {"id=\"", "id='", "href='#", "url(#"};
  std::size_t at = 0;
  while (at < tag.size()) {
    const std::string_view rest = tag.substr(at);
    if (rest.starts_with("rgb(")) {
      std::size_t end = 4;
      const std::string_view channels = take_until(rest, end, ")");
      const auto hex = hex_of(channels);
      out += hex ? variable(*hex) : std::string(rest.substr(0, end));
      at += end;
      continue;
    }
    if (rest.size() > 8 && rest[0] == '"' && rest[1] == '#' && rest[8] == '"') {
      std::string hex(rest.substr(2, 6));
      for (char& c : hex)
        c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
      out += '"' + variable(hex) + '"';
      at += 9;
      continue;
    }
    std::string_view name;
    for (const std::string_view candidate : kNames) {
      if (rest.starts_with(candidate)) name = candidate;
    }
    if (name.empty()) {
      out += rest.front();
      ++at;
    } else {
      out += name;
      out += prefix;
      at += name.size();
    }
  }
}

/// The view box of the outermost element, in quotes.
std::string_view view_box(std::string_view head) {
  std::size_t at = head.find("viewBox=\"");
  if (at == std::string_view::npos) return "0 0 1200 600";
  at += 9;
  return take_until(head, at, "\"");
}

}  // namespace

std::string inline_svg(std::string_view svg, std::string_view name, std::string_view label) {
  std::size_t at = svg.find("<svg");
  if (at == std::string_view::npos) return "";
  const std::string_view head = take_until(svg, at, ">");
  std::string out =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" role=img "
      "aria-label=\"" +
      html(label) + "\" viewBox=\"" + std::string(view_box(head)) + "\">";
  const std::string prefix = std::string(name) + "-";
  while (at < svg.size()) {
    out += take_until(svg, at, "<");
    if (at >= svg.size()) break;
    const std::string_view tag = take_until(svg, at, ">");
    if (tag == "title" || tag == "desc") {
      take_until(svg, at, ">");
      continue;
    }
    out += '<';
    append_tag(out, tag, prefix);
    out += '>';
  }
  return out;
}

}  // namespace wvagate::report
