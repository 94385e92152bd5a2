using System.Text;

namespace Contrail.Triggers.Actions;

/// <summary>
/// Reads the output of a program to its end, so that it never blocks, and keeps the last of it. Thread-safe.
/// </summary>
internal sealed class OutputTail
{
    private const int MaxCharacters = 500;

    private readonly Lock _lock = new();
    private readonly StringBuilder _tail = new();
    private readonly Thread _thread;

    /// <param name="output">The output.</param>
    public OutputTail(TextReader output)
    {
        _thread = new Thread(() => Read(output), 128 << 10) { Name = "Contrail action output", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Waits for the end of the output. A program that goes on in the background can keep it open.</summary>
    public void Await(TimeSpan patience) => _thread.Join(patience);

    /// <inheritdoc/>
    public override string ToString()
    {
        lock (_lock)
        {
            return _tail.ToString().Trim();
        }
    }

    private void Read(TextReader output)
    {
        char[] read = new char[MaxCharacters];
        try
        {
            while (output.Read(read, 0, read.Length) is > 0 and var count)
            {
                lock (_lock)
                {
                    _tail.Append(read, 0, count);
                    _tail.Remove(0, Math.Max(0, _tail.Length - MaxCharacters));
                }
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // The program was ended, or is no longer waited for.
        }
    }
}
