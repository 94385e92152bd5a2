using Contrail.Analysis;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Core.Files;
using Contrail.Core.Formats;

namespace Contrail.Fuzz;

/// <summary>
/// The summary and all views of any file end with an answer or with a fault. An exception is a finding, and so is
/// memory without bounds.
/// </summary>
internal static class ViewTargets
{
    private const long MaxAllocatedBytes = 512L << 20;

    private static readonly ViewOptions Options = new() { Method = "a", MaxRows = 100 };

    /// <summary>A nettrace file.</summary>
    public static void NetTrace(byte[] input) => ReadAll(TraceAnalysis.NetTrace(), input);

    /// <summary>A Go trace.</summary>
    public static void Go(byte[] input) => ReadAll(TraceAnalysis.GoTrace(), input);

    private static void ReadAll(ITraceFiles format, byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        using MemoryStream summarized = new(input);
        bool isSummarized = TraceAnalysis.TrySummarize(
            format, summarized, null, out ITraceSummary? summary, out TraceFault? refusal, CancellationToken.None);
        Check(isSummarized ? summary is not null : refusal is not null, "neither a summary nor a fault");

        ViewRun run = new(ViewCatalog.All, Options);
        using MemoryStream viewed = new(input);
        bool isRead = TraceAnalysis.TryRead(
            format, viewed, null, run.Model, out TraceFault? fault, CancellationToken.None);
        Check(isRead || fault is not null, "neither views nor a fault");
        Check(isRead == isSummarized, "only one of summary and views reads the file");
        if (isRead)
        {
            foreach (ViewResult result in run.Conclude())
            {
                Check(result.Tables.All(table => table.OmittedCount >= 0), "a negative number of rows is omitted");
            }
        }

        Check(
            GC.GetAllocatedBytesForCurrentThread() - before <= MaxAllocatedBytes, "memory is allocated without bounds");
    }

    private static void Check(bool holds, string why)
    {
        if (!holds)
        {
            throw new InvalidOperationException(why);
        }
    }
}
