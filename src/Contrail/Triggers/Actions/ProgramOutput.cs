using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;

namespace Contrail.Triggers.Actions;

/// <summary>
/// Reads the output of a program on the caller's thread, so that the program never blocks, and keeps the last part of
/// its errors. Nothing remains after it is disposed, also if a process that the program left holds its output. Not
/// thread-safe.
/// </summary>
internal sealed class ProgramOutput : IDisposable
{
    /// <summary>The last words of a program are the reason why it failed.</summary>
    private const int MaxErrorBytes = 500;

    private const short Readable = 1;
    private const int ErrorIndex = 1;

    private readonly Stream[] _streams;
    private readonly PolledFile[] _polled;
    private readonly byte[] _read = new byte[4_096];
    private byte[] _lastErrors = [];

    /// <param name="program">The program, whose output is redirected.</param>
    public ProgramOutput(Process program)
    {
        _streams = [program.StandardOutput.BaseStream, program.StandardError.BaseStream];
        _polled =
        [
            .. _streams.Select(stream => new PolledFile
            {
                Descriptor = (int)((PipeStream)stream).SafePipeHandle.DangerousGetHandle(),
                Requested = Readable,
            }),
        ];
    }

    /// <summary>Whether a process can still write.</summary>
    public bool IsOpen => _polled.Any(one => one.Descriptor >= 0);

    /// <summary>The last part of the errors.</summary>
    public string LastErrors => Encoding.UTF8.GetString(_lastErrors).Trim();

    /// <summary>Reads what has arrived, or arrives in that time: at most one buffer of each output.</summary>
    public void Read(int milliseconds)
    {
        if (Poll(_polled, (nuint)_polled.Length, milliseconds) <= 0)
        {
            return;
        }

        for (int index = 0; index < _polled.Length; index++)
        {
            if (_polled[index].Returned != 0)
            {
                ReadFrom(index);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Stream stream in _streams)
        {
            stream.Dispose();
        }
    }

    private void ReadFrom(int index)
    {
        int count = _streams[index].Read(_read);
        if (count == 0)
        {
            // A negative descriptor is not polled.
            _polled[index].Descriptor = -1;
        }
        else if (index == ErrorIndex)
        {
            _lastErrors = [.. _lastErrors.Concat(_read.Take(count)).TakeLast(MaxErrorBytes)];
        }
    }

    [DllImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll([In, Out] PolledFile[] files, nuint count, int milliseconds);

    /// <summary>The <c>pollfd</c> of poll(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PolledFile
    {
        public int Descriptor;
        public short Requested;
        public short Returned;
    }
}
