using Contrail.Machine.Bursts;
using Xunit;

namespace Contrail.Tests.Recorder.Machine.Bursts;

public sealed class DescriptorBudgetTests
{
    [Theory]
    [InlineData("Max open files            1024                 4096                 files", 24, 500)]
    [InlineData("Max open files            16                   4096                 files", 24, 0)]
    [InlineData("Max open files            unlimited            unlimited            files", 24, 16384)]
    [InlineData("Max open files            1000000000           1000000000           files", 24, 16384)]
    [InlineData("Max processes             1024                 4096                 processes", 24, 0)]
    public void A_burst_uses_half_of_the_descriptors_that_are_left(string limits, int usedCount, int expected) =>
        Assert.Equal(expected, DescriptorBudget.Of("Limit  Soft\n" + limits + "\nMax x  1", usedCount));
}
