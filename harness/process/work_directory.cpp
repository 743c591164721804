#include "harness/process/work_directory.hpp"

#include <cstdlib>
#include <string>
#include <system_error>

namespace wvagate::process {

WorkDirectory::WorkDirectory() {
  std::error_code error;
  std::string pattern = (std::filesystem::temp_directory_path(error) / "wvagate.XXXXXX").string();
  if (!error && ::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
}

WorkDirectory::~WorkDirectory() {
  std::error_code ignored;
  if (made()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace wvagate::process
