using System.Text;
using Contrail.Machine.Figures;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Recorder.Machine.Figures;

public sealed class StatTextTests
{
    [Theory]
    [InlineData("7 (a) R 1\n", 'R', "a")]
    [InlineData("7 (a (b) c) ) D 1\n", 'D', "a (b) c) ")]
    [InlineData("7 () S", 'S', "")]
    [InlineData("7 (a", '\0', "")]
    [InlineData("7 (a)", '\0', "a")]
    [InlineData("", '\0', "")]
    public void The_state_and_the_name_are_found(string text, char state, string name)
    {
        byte[] stat = Encoding.UTF8.GetBytes(text);
        Assert.Equal(state, (char)StatText.StateOf(stat));
        Assert.Equal(name, Encoding.UTF8.GetString(StatText.NameOf(stat)));
    }

    [Theory]
    [InlineData("Name:\tx\nNSpid:\t500\t77\t8\n", 8)]
    [InlineData("NSpid:\t500\n", 500)]
    [InlineData("NSpid:\t500", null)]
    [InlineData("NSpid:\t99999999999\n", null)]
    [InlineData("NSpid:\t0\n", null)]
    [InlineData("Pid:\t5\n", null)]
    public void The_number_in_the_innermost_namespace_is_the_last(string text, int? expected) =>
        Assert.Equal(expected, StatText.InnermostIdOf(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void No_text_throws() => Gen.Byte.Array[0, 100].Sample(text =>
    {
        _ = StatText.StateOf(text);
        _ = StatText.NameOf(text);
        _ = StatText.InnermostIdOf([.. "NSpid:"u8, .. text]);
    });
}
