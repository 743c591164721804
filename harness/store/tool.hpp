#pragma once

#include <string>

namespace wvagate::store {

/// Name and version of this program, in every document.
struct Tool {
  std::string name = "wvagate";
  std::string version;
};

}  // namespace wvagate::store
