using System.Globalization;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Timeline;

/// <summary>Names what is on a timeline.</summary>
internal static class TimelineText
{
    /// <summary>A wait.</summary>
    public static string Of(WaitKind kind) => kind switch
    {
        WaitKind.Lock => "waits for a lock",
        WaitKind.RuntimeLock => "waits for a lock of the runtime",
        WaitKind.Handle => "waits for a handle",
        WaitKind.Task => "waits for a task",
        _ => "waits",
    };

    /// <summary>What a thread does.</summary>
    public static string Of(ThreadActivity activity) => activity switch
    {
        ThreadActivity.Running => "running",
        ThreadActivity.Ready => "ready to run",
        ThreadActivity.Waiting => "waiting",
        ThreadActivity.Syscall => "in a system call",
        _ => "unknown",
    };

    /// <summary>A unit of work: what is done, to what.</summary>
    public static string Of(in Span span) => span.Target.Length == 0 ? Named(span.Name, "unknown")
        : span.Name.Length == 0 ? span.Target : $"{span.Name} {span.Target}";

    /// <summary>The row of a unit of work.</summary>
    public static string RowOf(SpanKind kind) => kind switch
    {
        SpanKind.Request => "requests",
        SpanKind.HttpClient => "calls",
        SpanKind.Dns => "name lookups",
        SpanKind.Tls => "TLS handshakes",
        SpanKind.Connect => "connections",
        SpanKind.Accept => "waits for a client",
        SpanKind.Sql => "database commands",
        _ => "activities",
    };

    /// <summary>A name, or what it is if it has none.</summary>
    public static string Named(string name, string otherwise) =>
        name.Length > 0 ? name : otherwise.Length > 0 ? otherwise : "unnamed";

    /// <summary>The name of a value of an enumeration whose zero is unknown.</summary>
    public static string Known<T>(T value, string otherwise = "")
        where T : struct, Enum => EqualityComparer<T>.Default.Equals(value, default) ? otherwise : value.ToString();

    /// <summary>A duration; empty if it is unknown.</summary>
    public static string Milliseconds(long? nanoseconds) => nanoseconds is { } known
        ? (known / 1e6).ToString("0.###", CultureInfo.InvariantCulture) + " ms"
        : "";
}
