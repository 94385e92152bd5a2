using Contrail.Analysis.Model;
using Contrail.Core.NetTrace.Libraries;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// What the sources and tags of activities mean, by the semantic conventions of OpenTelemetry and the names that the
/// framework's own sources use.
/// </summary>
internal static class ActivityTags
{
    private static readonly string[] Databases =
        ["SqlClient", "EntityFrameworkCore", "Npgsql", "MySqlConnector", "Oracle.ManagedDataAccess"];

    /// <summary>
    /// The framework's names for requests and calls, and hosting's for the response: they contain no method.
    /// </summary>
    private static readonly string[] WithoutMethod =
    [
        "Microsoft.AspNetCore.Hosting.HttpRequestIn", "System.Net.Http.HttpRequestOut",
        RequestActivity.EndEvent,
    ];

    /// <summary>The tags that contain the status code of a response.</summary>
    public static string[] Status { get; } =
        ["http.response.status_code", "http.status_code", "StatusCode", "error.type"];

    /// <summary>The tags that contain the method of a request.</summary>
    public static string[] Method { get; } = ["http.request.method", "http.method", "Method", "Request.Method"];

    /// <summary>The kind of an activity.</summary>
    public static SpanKind KindOf(string source, string activity, ActivityArguments arguments) => source switch
    {
        _ when RequestActivity.IsRequest(source, activity) => SpanKind.Request,
        "System.Net.Http" => SpanKind.HttpClient,
        "Experimental.System.Net.NameResolution" => SpanKind.Dns,
        "Experimental.System.Net.Security" => SpanKind.Tls,
        "Experimental.System.Net.Sockets" => SpanKind.Connect,
        _ when activity.StartsWith("System.Net.Http.", StringComparison.Ordinal) => SpanKind.HttpClient,
        _ when arguments.Tag("db.system", "db.system.name").Length > 0 => SpanKind.Sql,
        _ when Array.Exists(Databases, name => source.Contains(name, StringComparison.Ordinal)) => SpanKind.Sql,
        _ => SpanKind.Activity,
    };

    /// <summary>The name of an activity: the method of a request, or the name that its source gives it.</summary>
    public static string NameOf(string activity, ActivityArguments arguments)
    {
        string name = ActivityArguments.First(
            arguments.Tag(Method),
            arguments.Value("DisplayName"),
            arguments.Value("OperationName"),
            activity);
        return Array.IndexOf(WithoutMethod, name) < 0 ? name : EventSourceSpans.UnknownMethod;
    }

    /// <summary>The target of an activity.</summary>
    public static string TargetOf(SpanKind kind, ActivityArguments arguments) => kind switch
    {
        SpanKind.Request => RequestActivity.TargetOf(arguments),
        SpanKind.HttpClient => SpanTarget.Of(
            kind, ActivityArguments.First(arguments.Tag("url.full", "http.url"), Server(arguments))),
        SpanKind.Dns => arguments.Tag("dns.question.name"),
        SpanKind.Connect => EndPoint(arguments.Tag("network.peer.address"), arguments.Tag("network.peer.port")),
        SpanKind.Sql => arguments.Tag("db.query.text", "db.statement", "CommandText", "db.operation.name"),
        _ => Server(arguments),
    };

    private static string Server(ActivityArguments arguments) =>
        EndPoint(arguments.Tag("server.address", "net.peer.name"), arguments.Tag("server.port", "net.peer.port"));

    private static string EndPoint(string host, string port) => port.Length > 0 ? $"{host}:{port}" : host;
}
