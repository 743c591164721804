#include "harness/store/file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace wvagate::store {
namespace {

namespace fs = std::filesystem;

Error output_error(const std::string& path, const std::string& what) {
  return {.kind = ErrorKind::output, .where = path, .what = what};
}

/// errno of the fault; 0 when all of it is on the disk. Closes `file`.
int write_all(int file, std::string_view content) {
  int fault = 0;
  while (!content.empty() && fault == 0) {
    const ssize_t count = ::write(file, content.data(), content.size());
    if (count >= 0) {
      content.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      fault = errno;
    }
  }
  if (fault == 0 && ::fsync(file) != 0) fault = errno;
  if (::close(file) != 0 && fault == 0) fault = errno;
  return fault;
}

/// Makes a rename in `directory` last. A file system that cannot is no fault: the content is whole either
/// way.
void sync_directory(const fs::path& directory) {
  const int opened = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return;
  ::fsync(opened);
  ::close(opened);
}

}  // namespace

Status write_new_file(const std::string& path, std::string_view content) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file < 0) return output_error(path, std::string("cannot be made: ") + std::strerror(errno));
  const int fault = write_all(file, content);
  if (fault != 0) return output_error(path, std::string("cannot be written: ") + std::strerror(fault));
  return {};
}

Status write_file(const std::string& path, std::string_view content) {
  const fs::path target(path);
  const fs::path directory = target.has_parent_path() ? target.parent_path() : fs::path(".");
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return output_error(directory.string(), "cannot be made: " + error.message());

  if (const auto there = fs::status(target, error); fs::exists(there) && !fs::is_regular_file(there)) {
    return output_error(path, "is there, and no regular file");
  }

  std::string sibling = (directory / ("." + target.filename().string() + ".XXXXXX")).string();
  const int file = ::mkostemp(sibling.data(), O_CLOEXEC);
  if (file < 0) return output_error(path, std::string("cannot be written: ") + std::strerror(errno));
  ::fchmod(file, 0644);
  int fault = write_all(file, content);
  if (fault == 0 && ::rename(sibling.c_str(), path.c_str()) != 0) fault = errno;
  if (fault != 0) {
    ::unlink(sibling.c_str());
    return output_error(path, std::string("cannot be written: ") + std::strerror(fault));
  }
  sync_directory(directory);
  return {};
}

Status append_to_file(const std::string& path, std::string_view content) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) return output_error(path, std::string("cannot be opened: ") + std::strerror(errno));
  const int fault = write_all(file, content);
  // What cannot be synced (a pipe) was written all the same.
  if (fault != 0 && fault != EINVAL) {
    return output_error(path, std::string("cannot be written: ") + std::strerror(fault));
  }
  return {};
}

Status remove_file(const std::string& path) {
  std::error_code error;
  fs::remove(path, error);
  if (error) return output_error(path, "cannot be removed: " + error.message());
  return {};
}

}  // namespace wvagate::store
