using Contrail.Analysis.GoTrace.Reading;
using Contrail.Core.Files;
using Contrail.Core.GoTrace.Files;
using Contrail.Core.NetTrace.Files;

namespace Contrail.Analysis;

/// <summary>The formats whose files can be read: the only place outside their folders that names them.</summary>
internal static class TraceAnalysis
{
    private static readonly ITraceFiles[] Formats = [NetTrace(), GoTrace()];

    /// <summary>Number of bytes at the beginning of a file that identify its format.</summary>
    public static int PrefixBytes => Formats.Max(format => format.PrefixBytes);

    /// <summary>
    /// Returns the format of a file. A file of no known format is left to the first one, which reports what it is.
    /// </summary>
    public static ITraceFiles Choose(ReadOnlySpan<byte> prefix)
    {
        foreach (ITraceFiles format in Formats)
        {
            if (format.MatchesPrefix(prefix))
            {
                return format;
            }
        }

        return Formats[0];
    }

    /// <summary>Files in the .NET runtime's format.</summary>
    public static ITraceFiles NetTrace() => new NetTraceFiles();

    /// <summary>Files of Go's execution tracer, with a check of every event.</summary>
    public static ITraceFiles GoTrace() => new GoTraceFiles(() => new GoEventChecker());
}
