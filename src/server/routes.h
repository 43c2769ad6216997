// All routes of the service.
#pragma once

#include "http/assets.h"
#include "http/router.h"
#include "server/api.h"
#include "server/app.h"

namespace yishou::server {

/// Every endpoint of the API, of all files.
void add_endpoints(Api& api);

/// The national gateway at its three kinds of address: by number in the path, by service and method, and one address for all.
void connect_gateway(http::Router& router, App& app);

/// The workbench: its files ("index.html", and what lies at /assets), and its one page at every path that is not the service's.
/// Without files, its paths say that this program was built without it. The bytes outlive the router.
void connect_workbench(http::Router& router, const http::Assets::Files& files);

}  // namespace yishou::server
