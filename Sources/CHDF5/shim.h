// HDF5's C library with the interface of version 1.10, which later versions keep under this macro.
#define H5_USE_110_API 1
#include <hdf5.h>

// Macros that call a function are invisible to Swift.
static inline hid_t chdf5_new_file_access(void) { return H5Pcreate(H5P_FILE_ACCESS); }
static inline hid_t chdf5_open_read_only(const char *path, hid_t access) { return H5Fopen(path, H5F_ACC_RDONLY, access); }
static inline hid_t chdf5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t chdf5_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline herr_t chdf5_read(hid_t dataset, hid_t type, void *target) {
  return H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, target);
}

/// The address of the object that a hard link points to.
static inline uint64_t chdf5_address(const H5L_info_t *link) { return link->u.address; }

/// The address of an open object; undefined where it cannot be had.
static inline uint64_t chdf5_object_address(hid_t object) {
  H5O_info_t info;
  return H5Oget_info2(object, &info, H5O_INFO_BASIC) < 0 ? HADDR_UNDEF : info.addr;
}

/// Opens the object at an address.
static inline hid_t chdf5_open_by_address(hid_t file, uint64_t address) { return H5Oopen_by_addr(file, address); }
