using Contrail.Analysis;
using Contrail.Core.Files;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.GoTrace;

/// <summary>Traces with one bit flipped: checking a file and Go's own reader refuse the same ones.</summary>
public sealed class GoFlipTests
{
    [Theory]
    [InlineData("mg1.22", 3)]
    [InlineData("mg1.25", 3)]
    [InlineData("annotations-stress-1.26", 3)]
    public async Task Verify_and_go_tool_trace_reject_the_same_flips(string name, int minRefused)
    {
        byte[] trace = await File.ReadAllBytesAsync(GoToolchain.KeptTrace(name));
        using TraceFile file = new();
        int refused = 0;
        for (int seed = 1; seed <= 16; seed++)
        {
            Random random = new(seed);
            byte[] flipped = [.. trace];
            int offset = random.Next(16, flipped.Length);
            flipped[offset] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(file.FullName, flipped);
            Ended read = await GoToolchain.TryReadAsync(file.FullName);
            bool isAccepted = read.ExitCode == 0;
            Assert.True(isAccepted == Verify(flipped).IsComplete, $"seed {seed}, byte {offset}: {read.Errors}");
            refused += isAccepted ? 0 : 1;
        }

        Assert.InRange(refused, minRefused, 16);
    }

    private static TraceVerdict Verify(byte[] trace)
    {
        ITraceVerifier verifier = TraceAnalysis.GoTrace().Verify();
        GoParts.Feed(verifier, trace);
        return verifier.Conclude();
    }
}
