using Contrail.Storage;
using Xunit;

namespace Contrail.Tests.Recorder.Storage;

/// <summary>A renamed file survives a power loss once its folder is flushed.</summary>
public sealed class FolderFlushTests
{
    [Fact]
    public void The_folder_of_a_file_is_flushed()
    {
        string folder = Directory.CreateTempSubdirectory("contrail-tests-").FullName;
        try
        {
            Assert.True(FolderFlush.TryFlushFolderOf(Path.Combine(folder, "a.nettrace")));
            Assert.True(FolderFlush.TryFlushFolderOf("relative.nettrace"));
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [Theory]
    [InlineData("/no/such/folder/a.nettrace")]
    [InlineData("/dev/null/a.nettrace")]
    public void A_folder_that_cannot_be_opened_is_reported_and_nothing_is_thrown(string path) =>
        Assert.False(FolderFlush.TryFlushFolderOf(path));
}
