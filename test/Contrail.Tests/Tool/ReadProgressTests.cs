using Contrail.Tests.Support;
using Contrail.Tool.Files;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>The line that shows on a terminal how much of a file was read.</summary>
public sealed class ReadProgressTests : IDisposable
{
    private const int TotalBytes = 4096;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly StringWriter _terminal = new();
    private readonly InputStream _input;

    public ReadProgressTests() =>
        _input = new InputStream(new MemoryStream(new byte[TotalBytes]), new ReadProgress(_terminal, _time));

    public void Dispose() => _input.Dispose();

    [Fact]
    public void A_reading_of_less_than_a_second_shows_nothing()
    {
        _time.Advance(Second - TimeSpan.FromTicks(1));
        Read(TotalBytes);
        _input.EndProgress();
        Assert.Equal("", _terminal.ToString());
    }

    [Fact]
    public void After_a_second_the_percentage_is_rewritten_in_place_and_cleared_at_the_end()
    {
        _time.Advance(Second);
        Read(1024);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Read(1024);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Read(1024);
        _input.EndProgress();
        _input.EndProgress();
        string blank = new(' ', "  25 % of 4 KiB read".Length);
        Assert.Equal($"\r  25 % of 4 KiB read\r  75 % of 4 KiB read\r{blank}\r", _terminal.ToString());
    }

    [Fact]
    public void A_second_reading_of_the_file_is_named()
    {
        _time.Advance(Second);
        Read(2048);
        _input.Position = 0;
        _time.Advance(Second);
        Read(1024);
        Assert.EndsWith("\r  25 % of 4 KiB read, pass 2", _terminal.ToString());
    }

    [Fact]
    public void Closing_the_file_clears_the_line()
    {
        _time.Advance(Second);
        Read(1024);
        _input.Dispose();
        Assert.EndsWith(" \r", _terminal.ToString());
    }

    [Fact]
    public void Nothing_is_shown_without_a_terminal()
    {
        using InputStream input = new(new MemoryStream(new byte[TotalBytes]), new ReadProgress(null, _time));
        _time.Advance(Second);
        Assert.Equal(TotalBytes, input.Read(new byte[TotalBytes]));
        input.EndProgress();
    }

    private void Read(int bytes) => _input.ReadExactly(new byte[bytes]);
}
