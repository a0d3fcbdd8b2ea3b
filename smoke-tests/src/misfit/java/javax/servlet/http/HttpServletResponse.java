// SPDX-License-Identifier: Apache-2.0
package javax.servlet.http;

import javax.servlet.ServletResponse;

public class HttpServletResponse extends ServletResponse {}
