using Contrail.Capture;
using Contrail.Core.Formats;
using Xunit;

namespace Contrail.Tests.Recorder.Capture;

public sealed class TraceFaultTextTests
{
    public static TheoryData<int> Codes { get; } = [.. Enum.GetValues<TraceFaultCode>().Select(code => (int)code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_has_a_sentence_without_and_with_its_parameters(int code)
    {
        string bare = TraceFaultText.Of((TraceFaultCode)code);
        Assert.False(string.IsNullOrWhiteSpace(bare));
        TraceFault full = new((TraceFaultCode)code, Offset: 7, Number: 8, Other: 9, Detail: "detail");
        string sentence = TraceFaultText.Of(full);
        Assert.DoesNotContain('\n', sentence);
        Assert.DoesNotContain("{", sentence, StringComparison.Ordinal);
        Assert.Equal($"{sentence} (at byte 7 of the stream)", TraceFaultText.InStream(full));
    }

    [Fact]
    public void Two_codes_never_have_the_same_sentence()
    {
        string[] sentences = [.. Enum.GetValues<TraceFaultCode>().Select(code => TraceFaultText.Of(code))];
        Assert.Equal(sentences.Distinct(), sentences);
    }

    [Fact]
    public void A_sentence_contains_the_numbers_of_its_fault()
    {
        TraceFault fault = new(TraceFaultCode.ProcessUnexpected, Number: 12, Other: 34);
        Assert.Equal("the stream is of process 12, not of process 34", TraceFaultText.Of(fault));
    }
}
