#pragma once

#include <string>
#include <string_view>

namespace wvagate::report {

/// Appends a text field: quoted where it holds a comma, a quote or a line break, and with an apostrophe
/// before it where a spreadsheet would take it for a formula (= + - @, tab).
void append_csv_text(std::string& out, std::string_view text);

}  // namespace wvagate::report
