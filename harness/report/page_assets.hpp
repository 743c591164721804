#pragma once

#include <string_view>

namespace wvagate::report {

/// The style sheet of a page: light, dark, narrow and printed.
std::string_view page_style();

/// The script that makes tables sort by a click on a heading. The page's Content-Security-Policy allows this
/// script alone, by its hash.
std::string_view page_script();

/// "sha256-…" of page_script().
std::string_view page_script_hash();

}  // namespace wvagate::report
