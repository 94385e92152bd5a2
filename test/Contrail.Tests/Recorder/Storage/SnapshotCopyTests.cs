using System.IO.Pipes;
using Contrail.Snapshots;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace Contrail.Tests.Recorder.Storage;

public sealed class SnapshotCopyTests
{
    [Fact]
    public void A_pipe_that_is_opened_as_a_file_is_written_without_the_thread_pool()
    {
        using AnonymousPipeServerStream reader = new(PipeDirection.In);
        using SafeFileHandle handle = new(reader.ClientSafePipeHandle.DangerousGetHandle(), ownsHandle: false);
        using FileStream pipe = new(handle, FileAccess.Write, bufferSize: 0);
        Assert.False(pipe.CanSeek);
        Assert.Equal(SnapshotCopy.ToBlocking, SnapshotCopy.For(pipe));
    }
}
