using Contrail.Ipc;
using Xunit;

namespace Contrail.Tests.Recorder.Ipc;

public sealed class ReverseConnectListenerTests
{
    [Fact]
    public void It_can_be_closed_after_its_folder_was_deleted()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("port-");
        ReverseConnectListener listener = new(Path.Combine(folder.FullName, "port"));
        folder.Delete(recursive: true);
        listener.Dispose();
        Assert.Throws<ObjectDisposedException>(() => listener.Accept(TimeSpan.FromSeconds(5)));
    }
}
