using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.GoTrace;

/// <summary>Generations that follow each other are a trace of their own, for Go's reader too.</summary>
public sealed class GoPartTests
{
    [Theory]
    [InlineData("mg1.22", 15)]
    [InlineData("mg1.25", 15)]
    [InlineData("mg1.26", 15)]
    [InlineData("af_http1.25", 3)]
    [InlineData("af_http1.26", 3)]
    public async Task Every_row_of_generations_of_a_trace_that_was_kept_is_read(string name, int partCount)
    {
        Assert.Equal(partCount, await GoParts.ReadAllAsync(GoToolchain.KeptTrace(name)));
    }
}
