using System.Text;
using Contrail.Ipc;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Recorder.Ipc;

public sealed class IpcAnswerTests
{
    private static readonly Guid Cookie = new("00112233-4455-6677-8899-aabbccddeeff");

    [Theory]
    [InlineData("444F544E45545F4950435F563100" + "1400" + "FF00" + "0000", 20)]
    [InlineData("444F544E45545F4950435F563100" + "FFFF" + "FF00" + "0000", 65_535)]
    public void Reads_a_header(string hex, int messageBytes)
    {
        Assert.True(IpcHeader.TryParse(Convert.FromHexString(hex), out IpcHeader header));
        Assert.Equal(new IpcHeader(messageBytes, 0xFF, 0x00), header);
    }

    [Theory]
    [InlineData("")]
    [InlineData("444F544E45545F4950435F563100" + "1400" + "FF00" + "00")]      // A byte short.
    [InlineData("444F544E45545F4950435F563200" + "1400" + "FF00" + "0000")]    // Another version.
    [InlineData("444F544E45545F4950435F563100" + "1300" + "FF00" + "0000")]    // Smaller than itself.
    public void Rejects_an_invalid_header(string hex) =>
        Assert.False(IpcHeader.TryParse(Convert.FromHexString(hex), out _));

    [Fact]
    public void Reads_all_of_a_description()
    {
        bool isParsed = TargetDescription.TryParse(
            IpcCommand.Describe3, Description3(), out TargetDescription? description);
        Assert.True(isParsed);
        Assert.Equal(
            new TargetDescription
            {
                OwnPid = 7,
                Cookie = Cookie,
                CommandLine = "app --x",
                OperatingSystem = "linux",
                Architecture = "x64",
                EntryAssembly = "app",
                RuntimeVersion = "10.0.12",
                RuntimeIdentifier = "linux-x64",
            },
            description);
    }

    [Fact]
    public void Older_descriptions_have_less()
    {
        byte[] older = Description3()[sizeof(uint)..];
        Assert.True(TargetDescription.TryParse(IpcCommand.Describe2, older, out TargetDescription? second));
        Assert.Equal(("10.0.12", null), (second!.RuntimeVersion, second.RuntimeIdentifier));
        Assert.True(TargetDescription.TryParse(IpcCommand.Describe1, older, out TargetDescription? first));
        Assert.Equal(("x64", null, 0), (first!.Architecture, first.RuntimeVersion, first.RuntimeMajor));
    }

    [Fact]
    public void Every_prefix_of_a_description_is_refused()
    {
        byte[] whole = Description3();
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.False(TargetDescription.TryParse(IpcCommand.Describe3, whole.AsSpan(0, length), out _));
        }
    }

    [Fact]
    public void Hostile_bytes_never_throw() =>
        Gen.Select(Gen.Int[0, Description3().Length - 1], Gen.Byte, Gen.Byte.Array[0, 200]).Sample(
            (offset, lie, noise) =>
            {
                byte[] almost = Description3();
                almost[offset] = lie;
                _ = TargetDescription.TryParse(IpcCommand.Describe3, almost, out _);
                _ = EnvironmentBlock.TryParseNames(noise, out _);
                _ = Advertisement.TryParse(noise, out _);
                _ = IpcHeader.TryParse(noise, out _);
            });

    [Theory]
    [InlineData("FFFFFFFF")]                                                   // More units than there are.
    [InlineData("01000080" + "0000")]                                          // More than a signed count.
    [InlineData("02000000" + "41004100")]                                      // No zero at the end.
    [InlineData("02000000" + "410000")]                                        // Half a unit short.
    public void A_text_with_a_false_length_is_refused_and_moves_nothing(string hex)
    {
        IpcCursor cursor = new(Convert.FromHexString(hex));
        Assert.False(cursor.TryReadText(out _));
        Assert.True(cursor.TryReadUInt32(out uint count));
        Assert.Equal(Convert.FromHexString(hex)[0], (byte)(count & 0xFF));
    }

    [Theory]
    [InlineData("8.0.31", 8)]
    [InlineData("10.0.0-preview.1+abc", 10)]
    [InlineData("11", 11)]
    [InlineData("", 0)]
    [InlineData(null, 0)]
    [InlineData("v9", 0)]
    [InlineData("99999999999.1", 0)]
    public void The_major_version_is_the_part_before_the_first_dot(string? version, int major)
    {
        TargetDescription.TryParse(IpcCommand.Describe3, Description3(), out TargetDescription? description);
        Assert.Equal(major, (description! with { RuntimeVersion = version }).RuntimeMajor);
    }

    [Fact]
    public void Only_the_names_of_an_environment_are_read()
    {
        byte[] block = [2, 0, 0, 0, .. Text("PATH=/bin:=x"), .. Text("EMPTY")];
        Assert.True(EnvironmentBlock.TryParseNames(block, out List<string> names));
        Assert.Equal(["PATH", "EMPTY"], names);
        Assert.False(EnvironmentBlock.TryParseNames(block.AsSpan(0, block.Length - 1), out _));
    }

    [Fact]
    public void An_environment_larger_than_any_is_not_waited_for() =>
        Assert.Throws<InvalidDataException>(() => EnvironmentBlock.DeclaredBytes([1, 0, 0, 0x10, 0, 0]));

    [Fact]
    public void Reads_an_advertisement()
    {
        byte[] bytes = [.. "ADVR_V1\0"u8, .. Cookie.ToByteArray(), 9, 1, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.True(Advertisement.TryParse(bytes, out Advertisement advertisement));
        Assert.Equal(new Advertisement(Cookie, 265), advertisement);
        Assert.False(Advertisement.TryParse(bytes.AsSpan(0, 33), out _));
        bytes[6]++;
        Assert.False(Advertisement.TryParse(bytes, out _));
    }

    private static byte[] Description3() =>
    [
        1, 0, 0, 0,
        7, 0, 0, 0, 0, 0, 0, 0,
        .. Cookie.ToByteArray(),
        .. Text("app --x"), .. Text("linux"), .. Text("x64"), .. Text("app"), .. Text("10.0.12"), .. Text("linux-x64"),
    ];

    private static byte[] Text(string text) =>
        [(byte)(text.Length + 1), 0, 0, 0, .. Encoding.Unicode.GetBytes(text), 0, 0];
}
