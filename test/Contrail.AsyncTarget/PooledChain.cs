using System.Runtime.CompilerServices;

namespace Contrail.AsyncTarget;

/// <summary>State machines that are used again when their method has ended.</summary>
internal static class PooledChain
{
    [RuntimeAsyncMethodGeneration(false)]
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<int> OuterAsync(int milliseconds)
    {
        int result = await InnerAsync(milliseconds);
        return result + 1;
    }

    [RuntimeAsyncMethodGeneration(false)]
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<int> InnerAsync(int milliseconds)
    {
        await Task.Delay(milliseconds);
        await Task.Delay(milliseconds);
        return 1;
    }
}
