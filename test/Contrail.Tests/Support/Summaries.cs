using Contrail.Analysis.NetTrace.Summary;
using Contrail.Core.Formats;
using Xunit;

namespace Contrail.Tests.Support;

internal static class Summaries
{
    public static TraceSummary Read(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        Assert.True(TraceSummary.TryRead(stream, out TraceSummary? summary, out TraceFault? fault), fault.Words());
        return summary!;
    }
}
