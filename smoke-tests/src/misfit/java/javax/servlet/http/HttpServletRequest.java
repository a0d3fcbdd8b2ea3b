// SPDX-License-Identifier: Apache-2.0
package javax.servlet.http;

import javax.servlet.ServletRequest;

public class HttpServletRequest extends ServletRequest {}
