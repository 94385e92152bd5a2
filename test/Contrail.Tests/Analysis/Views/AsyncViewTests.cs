using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.Views;

/// <summary>The view of async operations, of a file with known chains.</summary>
public sealed class AsyncViewTests
{
    [Fact]
    public void Each_chain_is_a_row_and_time_is_counted_at_its_outermost_operation_only()
    {
        ViewRun run = Run(Captures.Read("net11-async"));
        ViewResult result = Assert.Single(run.Conclude());
        ViewTable operations = result.Tables[0];
        Assert.Equal(11, operations.Rows.Count);
        Assert.Equal(12, operations.Rows.Sum(row => row[1].Integer));
        Assert.Equal(2, operations.Rows.Sum(row => row[2].Integer));

        // Three of the compiler, three of the runtime, two pooled, one mixed, and four of the failing chains.
        ViewTable awaits = result.Tables[1];
        Assert.Equal(13, awaits.Rows.Sum(row => row[1].Integer));
        Assert.Contains(awaits.Rows, row => Depth(run, row[^1].Stack) == 3
            && run.Context.Stacks.Frame(row[^1].Stack, 0).Name.Contains("MixedChain", StringComparison.Ordinal));

        ViewTable longest = result.Tables[2];
        Assert.Equal(12, longest.Rows.Count);
        Assert.Equal(longest.Rows.Select(row => row[1].Integer).OrderDescending(),
            longest.Rows.Select(row => row[1].Integer));
        Assert.Empty(result.Notes);
    }

    [Fact]
    public void A_buffer_that_is_read_in_part_is_noted()
    {
        byte[] cut = new AsyncBuffer().Add(
            Contrail.Core.NetTrace.Async.AsyncEventKind.CreateRuntimeContext, 1, 0, 1).Payload();
        ViewResult result = Assert.Single(
            Run(new NetTraceFile().Add(AsyncBuffer.Event([.. cut[..^1]]), at: 5).Whole()).Conclude());
        Assert.Equal(["1 buffers are read in part: the buffer ends early."], result.Notes);
    }

    private static int Depth(ViewRun run, StackId stack) => run.Context.Stacks.Depth(stack);

    private static ViewRun Run(byte[] file)
    {
        ViewRun run = new([AsyncView.Description], ViewOptions.Default);
        using MemoryStream stream = new(file);
        Assert.True(NetTraceModel.TryRead(
            stream, run.Model, out _, out _, TestContext.Current.CancellationToken));
        return run;
    }
}
