#pragma once

#include <string>
#include <string_view>

namespace wvagate::report {

/// `text` as XML or HTML text, fit for attributes in double quotes, too. What XML 1.0 cannot hold (control
/// characters, broken UTF-8, U+FFFE and U+FFFF) becomes U+FFFD; a line break in an attribute stays one.
std::string escape_xml(std::string_view text);

}  // namespace wvagate::report
