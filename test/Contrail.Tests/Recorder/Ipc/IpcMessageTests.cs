using System.Diagnostics.Tracing;
using Contrail.Ipc;
using Xunit;

namespace Contrail.Tests.Recorder.Ipc;

/// <summary>Every command, byte for byte: a runtime that is sent anything else may die of it.</summary>
public sealed class IpcMessageTests
{
    private const string Magic = "444F544E45545F4950435F563100";
    private const string ProviderA = "1000000020000000" + "05000000" + "02000000" + "41000000" + "00000000";
    private const string ProviderB = "FFFFFFFFFFFFFFFF" + "04000000" + "02000000" + "42000000"
        + "04000000" + "6B003D0076000000";
    private const string FilterOnly = "01" + "02000000" + "8D000000" + "9F000000";
    private const string FilterNone = "00" + "00000000";

    [Theory]
    [InlineData(IpcCommand.Describe1, "1400" + "0400" + "0000")]
    [InlineData(IpcCommand.Describe2, "1400" + "0404" + "0000")]
    [InlineData(IpcCommand.Describe3, "1400" + "0408" + "0000")]
    internal void Describe_is_a_header_alone(IpcCommand command, string rest) =>
        AssertBytes(Magic + rest, IpcMessages.Describe(command));

    [Fact]
    public void Resume_and_environment_requests_consist_of_a_header_only()
    {
        AssertBytes(Magic + "1400" + "0401" + "0000", IpcMessages.ResumeRuntime());
        AssertBytes(Magic + "1400" + "0402" + "0000", IpcMessages.Environment());
    }

    [Fact]
    public void Stop_carries_the_session() =>
        AssertBytes(Magic + "1C00" + "0201" + "0000" + "8877665544332211", IpcMessages.StopTracing(0x1122334455667788));

    [Fact]
    public void A_variable_is_two_counted_texts() =>
        AssertBytes(
            Magic + "2600" + "0403" + "0000" + "02000000" + "41000000" + "03000000" + "620063000000",
            IpcMessages.SetEnvironmentVariable("A", "bc"));

    [Fact]
    public void An_empty_value_is_a_single_zero() =>
        AssertBytes(
            Magic + "2200" + "0403" + "0000" + "02000000" + "41000000" + "01000000" + "0000",
            IpcMessages.SetEnvironmentVariable("A", ""));

    [Fact]
    public void A_hook_is_one_counted_text() =>
        AssertBytes(
            Magic + "2600" + "0407" + "0000" + "07000000" + "2F0061002E0064006C006C000000",
            IpcMessages.ApplyStartupHook("/a.dll"));

    [Theory]
    [InlineData(IpcCommand.CollectTracing2, 0x0203, "40000000" + "01000000" + "01")]
    [InlineData(IpcCommand.CollectTracing3, 0x0204, "40000000" + "01000000" + "01" + "00")]
    [InlineData(IpcCommand.CollectTracing4, 0x0205, "40000000" + "01000000" + "3800000000000000" + "00")]
    internal void A_session_without_filters(IpcCommand command, int number, string beginning)
    {
        string payload = beginning + "02000000" + ProviderA + ProviderB;
        AssertBytes(Header(number, payload) + payload, IpcMessages.CollectTracing(command, Request()));
    }

    [Fact]
    public void A_session_with_filters()
    {
        string payload = "00000000" + "40000000" + "01000000" + "3800000000000000" + "00" + "02000000"
            + ProviderA + FilterOnly + ProviderB + FilterNone;
        AssertBytes(
            Header(0x0206, payload) + payload, IpcMessages.CollectTracing(IpcCommand.CollectTracing5, Request()));
    }

    [Fact]
    public void Stacks_and_no_rundown_are_encoded_as_opposite_flags()
    {
        SessionRequest request = Request() with { Stackwalk = true, RundownKeywords = 0, Providers = [new("A", 1, 0)] };
        string payload = "40000000" + "01000000" + "00" + "01" + "01000000"
            + "0100000000000000" + "00000000" + "02000000" + "41000000" + "00000000";
        AssertBytes(
            Header(0x0204, payload) + payload, IpcMessages.CollectTracing(IpcCommand.CollectTracing3, request));
    }

    [Fact]
    public void An_incomplete_session_cannot_be_built()
    {
        AssertRefused(Request() with { Providers = [] });
        AssertRefused(Request() with { Providers = [new("", 1, EventLevel.Informational)] });
        AssertRefused(Request() with { Providers = [new("A", 1, (EventLevel)6)] });
        AssertRefused(Request() with { Providers = [new("A", 1, (EventLevel)(-1))] });
        AssertRefused(Request() with { Providers = [new("A\0B", 1, EventLevel.Informational)] });
        AssertRefused(Request() with { BufferMegabytes = 0 });
        AssertRefused(Request() with { BufferMegabytes = 4096 });
    }

    [Fact]
    public void No_other_command_starts_a_session() =>
        Assert.ThrowsAny<ArgumentException>(() => IpcMessages.CollectTracing(IpcCommand.StopTracing, Request()));

    [Fact]
    public void A_message_is_at_most_as_long_as_its_size_field_allows()
    {
        // Header 20, beginning 13, keywords and level 12, two counts 8, the name's zero 2: 65,480 bytes are left.
        string longest = new('n', 65_480 / 2);
        EventPipeProvider fits = new(longest, 1, EventLevel.Informational);
        SessionRequest request = Request() with { Providers = [fits] };
        byte[] message = IpcMessages.CollectTracing(IpcCommand.CollectTracing2, request);
        Assert.Equal(65_535, message.Length);
        AssertRefused(request with { Providers = [fits with { Name = longest + "n" }] });
    }

    [Theory]
    [InlineData("hook.dll")]
    [InlineData("/tmp/hook")]
    [InlineData("")]
    public void A_hook_must_be_an_absolute_dll(string path) =>
        Assert.Throws<ArgumentException>(() => IpcMessages.ApplyStartupHook(path));

    [Theory]
    [InlineData(0, IpcCommand.CollectTracing2)]
    [InlineData(8, IpcCommand.CollectTracing2)]
    [InlineData(9, IpcCommand.CollectTracing4)]
    [InlineData(10, IpcCommand.CollectTracing5)]
    [InlineData(11, IpcCommand.CollectTracing5)]
    internal void Each_version_has_its_command(int runtimeMajor, IpcCommand command) =>
        Assert.Equal(command, IpcMessages.CollectCommandFor(runtimeMajor));

    [Theory]
    [InlineData(IpcCommand.CollectTracing5, SessionConcessions.None)]
    [InlineData(IpcCommand.CollectTracing4, SessionConcessions.FiltersDropped)]
    [InlineData(IpcCommand.CollectTracing3, SessionConcessions.FiltersDropped | SessionConcessions.RundownIsDefault)]
    [InlineData(
        IpcCommand.CollectTracing2,
        SessionConcessions.FiltersDropped | SessionConcessions.RundownIsDefault | SessionConcessions.StacksCome)]
    internal void What_a_command_cannot_express_is_a_concession(IpcCommand command, SessionConcessions concessions) =>
        Assert.Equal(concessions, IpcMessages.ConcessionsOf(command, Request()));

    [Theory]
    [InlineData(0)]
    [InlineData(IpcMessages.DefaultRundownKeywords)]
    public void No_concession_is_made_where_nothing_special_is_requested(ulong rundownKeywords)
    {
        SessionRequest request = Request() with
        {
            Stackwalk = true,
            RundownKeywords = rundownKeywords,
            Providers = [new("A", 1, EventLevel.Informational)],
        };
        Assert.Equal(SessionConcessions.None, IpcMessages.ConcessionsOf(IpcCommand.CollectTracing2, request));
    }

    private static SessionRequest Request() => new()
    {
        BufferMegabytes = 64,
        Stackwalk = false,
        RundownKeywords = 0x38,
        Providers =
        [
            new EventPipeProvider("A", 0x20_0000_0010, EventLevel.Verbose, Filter: EventIdFilter.Only(141, 159)),
            new EventPipeProvider("B", ulong.MaxValue, EventLevel.Informational, "k=v"),
        ],
    };

    private static string Header(int command, string payload)
    {
        int messageBytes = 20 + (payload.Length / 2);
        return $"{Magic}{messageBytes & 0xFF:X2}{messageBytes >> 8:X2}{command:X4}0000";
    }

    private static void AssertRefused(SessionRequest request) =>
        Assert.ThrowsAny<ArgumentException>(() => IpcMessages.CollectTracing(IpcCommand.CollectTracing2, request));

    private static void AssertBytes(string hex, byte[] message) => Assert.Equal(hex, Convert.ToHexString(message));
}
