#include "harness/plot/gnuplot_text.hpp"

#include "analysis/core/format.hpp"

namespace wvagate::plot {
namespace {

/// About the width of the character whose first byte of UTF-8 this is, between Helvetica's and DejaVu Sans's.
double width_em(unsigned char first_byte) {
  if (first_byte >= 0xE3) return 1.1;  // U+3000 and above
  if (first_byte >= 0x80) return 0.8;
  if (first_byte >= 'A' && first_byte <= 'Z') return 0.74;
  constexpr std::string_view kThin = " .,:;'!()|ijlrtf";
  return kThin.find(static_cast<char>(first_byte)) != std::string_view::npos ? 0.34 : 0.59;
}

}  // namespace

std::string literal(std::string_view text) {
  constexpr std::string_view kPlain = " .,:;-+=_/()<>|&?%*~!";
  constexpr std::string_view kEndOfData = "]]>";  // of the XML in which gnuplot writes text as it is
  std::string shown = escape_for_terminal(text);
  for (std::size_t at = shown.find(kEndOfData); at != std::string::npos; at = shown.find(kEndOfData, at))
    shown.replace(at, kEndOfData.size(), "]]\\x3e");
  std::string quoted = "\"";
  for (const char c : shown) {
    const auto byte = static_cast<unsigned char>(c);
    const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (byte >= 0x80 || alphanumeric || kPlain.find(c) != std::string_view::npos) {
      quoted += c;
    } else {
      quoted += "\\0";  // of four digits, so that one that follows is not taken for another of them
      for (const int shift : {6, 3, 0})
        quoted += static_cast<char>('0' + ((byte >> shift) & 7));
    }
  }
  return quoted + '"';
}

std::string shown_name(std::string_view name) {
  return shorten(escape_for_terminal(name), kLongestName);
}

double text_width_px(std::string_view text, double font_px) {
  double ems = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) ems += width_em(byte);
  }
  return ems * font_px;
}

}  // namespace wvagate::plot
