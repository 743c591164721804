#include "harness/report/csv.hpp"

#include <algorithm>
#include <array>

namespace wvagate::report {

namespace {

/// Bytes that text cannot have without being quoted.
constexpr auto kQuoted = [] {
  std::array<bool, 256> quoted{};
  for (const char c : {',', '"', '\r', '\n'})
    quoted[static_cast<unsigned char>(c)] = true;
  return quoted;
}();

}  // namespace

void append_csv_text(std::string& out, std::string_view text) {
  if (text.empty()) return;
  constexpr std::string_view kFormula = "=+-@\t\r";
  const bool quoted =
      std::any_of(text.begin(), text.end(), [](char c) { return kQuoted[static_cast<unsigned char>(c)]; });
  if (quoted) out += '"';
  if (kFormula.find(text.front()) != std::string_view::npos) out += '\'';
  if (quoted) {
    for (const char c : text) {
      if (c == '"') out += '"';
      out += c;
    }
    out += '"';
  } else {
    out += text;
  }
}

}  // namespace wvagate::report
