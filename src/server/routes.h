// All routes of the service.
#pragma once

#include "http/router.h"
#include "server/api.h"
#include "server/app.h"

namespace yishou::server {

/// Every endpoint of the API, of all files.
void add_endpoints(Api& api);

/// The national gateway at its three kinds of address: by number in the path, by service and method, and one address for all.
void connect_gateway(http::Router& router, App& app);

}  // namespace yishou::server
