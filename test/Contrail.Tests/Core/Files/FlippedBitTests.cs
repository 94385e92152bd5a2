using System.Globalization;
using Contrail.Core.Files;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.Files;

/// <summary>Files with one bit flipped: checking a file and TraceEvent refuse the same ones.</summary>
public sealed class FlippedBitTests
{
    private static readonly int Flips =
        int.Parse(Environment.GetEnvironmentVariable("FLIPS") ?? "100", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("net8")]
    [InlineData("net9")]
    [InlineData("net10")]
    [InlineData("drawn")]
    [InlineData("snapshot")]
    public void Verify_and_TraceEvent_reject_the_same_flips(string name)
    {
        byte[] file = FlippedFile.Whole(name);
        List<string> differences = [];
        int refused = 0;
        for (int seed = 1; seed <= Flips; seed++)
        {
            (byte[] flipped, string place) = FlippedFile.Of(file, seed);
            TraceVerdict verdict = Intake.Verify(flipped);
            Exception? failure = Record.Exception(() => OfficialReading.Of(flipped));
            refused += failure is null ? 0 : 1;
            if (verdict.IsComplete != (failure is null))
            {
                string codes = string.Join(' ', verdict.Findings.Select(finding => finding.Code));
                differences.Add($"{place}: {codes}, TraceEvent: {failure?.Message ?? "read it"}");
            }
        }

        Assert.InRange(refused, 1, Flips);
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }
}
