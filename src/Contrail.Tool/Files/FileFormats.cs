using Contrail.Core.Snapshots;
using Contrail.Core.Snapshots.GoTrace;
using Contrail.Core.Snapshots.NetTrace;

namespace Contrail.Tool.Files;

/// <summary>The formats whose files the tool knows: the only place that names them.</summary>
internal static class FileFormats
{
    private static readonly ITraceFiles[] All = [new NetTraceFiles(), new GoTraceFiles()];

    /// <summary>How many bytes of a file are enough to choose.</summary>
    public static int PrefixBytes => All.Max(format => format.PrefixBytes);

    /// <summary>The format that a file begins with; what is none of them is left to the first to name.</summary>
    public static ITraceFiles Choose(ReadOnlySpan<byte> prefix)
    {
        foreach (ITraceFiles format in All)
        {
            if (format.IsBegunBy(prefix))
            {
                return format;
            }
        }

        return All[0];
    }
}
