#include "harness/store/whole_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace wvagate::store {
namespace {

Error output_fault(const std::string& path, int why) {
  return {.kind = ErrorKind::output,
          .where = path,
          .what = std::string("cannot be written: ") + std::strerror(why)};
}

}  // namespace

WholeFile::~WholeFile() {
  if (file_ >= 0) ::close(file_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Status WholeFile::open() {
  const std::size_t slash = path_.rfind('/');
  const std::size_t name = slash == std::string::npos ? 0 : slash + 1;
  std::string pattern = path_.substr(0, name) + "." + path_.substr(name) + ".XXXXXX";
  file_ = ::mkostemp(pattern.data(), O_CLOEXEC);
  if (file_ < 0) return output_fault(path_, errno);
  temporary_ = pattern;
  return {};
}

Status WholeFile::append(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(file_, text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      return output_fault(path_, errno);
    }
  }
  return {};
}

Status WholeFile::commit() {
  // mkostemp() makes files for the owner alone; others may read what we write.
  if (::fchmod(file_, 0644) != 0 || ::fsync(file_) != 0) return output_fault(path_, errno);
  const int file = file_;
  file_ = -1;
  if (::close(file) != 0 || std::rename(temporary_.c_str(), path_.c_str()) != 0)
    return output_fault(path_, errno);
  temporary_.clear();
  return {};
}

Status write_whole_file(const std::string& path, std::string_view text) {
  WholeFile file(path);
  if (auto status = file.open(); !status) return status;
  if (auto status = file.append(text); !status) return status;
  return file.commit();
}

}  // namespace wvagate::store
